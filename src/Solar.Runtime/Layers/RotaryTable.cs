using System;
using System.Collections.Generic;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Cosines and sines of rotary positions, grown when longer sequences come, one pair per device and type.</summary>
/// <remarks>
/// Hugging Face's half layout: feature i turns together with feature i + headDim / 2. Angles, cosines and sines are computed
/// in float32 by the same operations as transformers does, so that they agree to the bit at long positions too.
/// </remarks>
/// <param name="headDim">Width of one head; even.</param>
/// <param name="maxPositions">Greatest number of positions.</param>
/// <param name="theta">Base of the wavelengths.</param>
/// <param name="scaling">How wavelengths are stretched; null for not at all.</param>
public sealed class RotaryTable(int headDim, int maxPositions, double theta, RopeScaling? scaling = null)
{
    private const long SmallestTable = 256;

    private readonly Lock _growth = new();
    private readonly Dictionary<(DeviceType Type, int Index, ScalarType Dtype), RotaryAngles> _tables = [];

    /// <summary>Width of one head.</summary>
    public int HeadDim { get; } = headDim > 0 && headDim % 2 == 0
        ? headDim
        : throw new ArgumentOutOfRangeException(nameof(headDim), headDim, "rotary positions need an even head size");

    /// <summary>Greatest number of positions.</summary>
    public int MaxPositions { get; } = maxPositions;

    /// <summary>The angles of the positions 0 to <paramref name="positions"/> at least.</summary>
    /// <param name="positions">How many positions are needed.</param>
    /// <param name="like">A tensor of the device and type that they are needed in.</param>
    /// <exception cref="ArgumentOutOfRangeException">More positions than the model was declared with.</exception>
    internal RotaryAngles Upto(long positions, Tensor like)
    {
        if (positions > MaxPositions)
        {
            throw new ArgumentOutOfRangeException(
                nameof(positions),
                positions,
                $"the sequence needs {positions} positions, the model was declared with {MaxPositions}; "
                + "shorten it, or declare MaxPositionEmbeddings or a rope scaling for more");
        }

        (DeviceType, int, ScalarType) key = (like.device_type, like.device_index, like.dtype);
        lock (_growth)
        {
            if (_tables.TryGetValue(key, out RotaryAngles? table) && table.Count >= positions)
            {
                return table;
            }

            long count = Math.Min(MaxPositions, Math.Max(SmallestTable, (long)System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)positions)));

            // The former table is left to the collector: another thread may still be reading it.
            return _tables[key] = RotaryAngles.Compute(HeadDim, count, theta, scaling, like.device, like.dtype);
        }
    }
}
