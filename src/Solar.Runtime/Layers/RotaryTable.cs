using System;
using System.Collections.Generic;
using System.Numerics;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Cosines and sines of rotary positions, grown when longer sequences come, one pair per device and type.</summary>
/// <remarks>
/// Hugging Face's half layout: feature i turns together with feature i + rotaryDim / 2. Angles, cosines and sines are computed
/// in float32 by the same operations as transformers does, so that they agree to the bit at long positions too.
/// </remarks>
/// <param name="headDim">Width of one head.</param>
/// <param name="maxPositions">Greatest number of positions.</param>
/// <param name="theta">Base of the wavelengths.</param>
/// <param name="scaling">How wavelengths are stretched; null for not at all.</param>
/// <param name="rotaryDim">Number of features of a head that turn, its first ones; even; null for all (GPT-NeoX: a part).</param>
public sealed class RotaryTable(int headDim, int maxPositions, double theta, RopeScaling? scaling = null, int? rotaryDim = null)
{
    private const long SmallestTable = 256;

    private readonly Lock _growth = new();
    private readonly Dictionary<(DeviceType Type, int Index, ScalarType Dtype), RotaryAngles> _tables = [];
    private readonly RopeWavelengths _wavelengths = new(Even(rotaryDim ?? headDim, headDim), theta, maxPositions);

    /// <summary>Width of one head.</summary>
    public int HeadDim { get; } = headDim;

    /// <summary>Number of features of a head that turn.</summary>
    public int RotaryDim => _wavelengths.Dim;

    /// <summary>Greatest number of positions that can be asked for.</summary>
    public int MaxPositions { get; } = scaling?.Reach(maxPositions) ?? maxPositions;

    /// <summary>The angles of the positions 0 to <paramref name="positions"/> at least.</summary>
    /// <param name="positions">How many positions are needed.</param>
    /// <param name="shape">The pass that they are needed for.</param>
    /// <exception cref="ArgumentOutOfRangeException">More positions than the model was declared with.</exception>
    internal RotaryAngles Upto(long positions, PassShape shape)
    {
        PositionLimit.Check(positions, MaxPositions);
        long regime = scaling?.Regime(positions, shape.Total, maxPositions) ?? 0;

        (DeviceType, int, ScalarType) key = (shape.Device.type, shape.Device.index, shape.Dtype);
        lock (_growth)
        {
            if (_tables.TryGetValue(key, out RotaryAngles? table) && table.Count >= positions && table.Regime == regime)
            {
                return table;
            }

            long count = Math.Min(MaxPositions, Math.Max(SmallestTable, (long)BitOperations.RoundUpToPowerOf2((ulong)positions)));

            // The former table is left to the collector: another thread may still be reading it.
            return _tables[key] = RotaryAngles.Compute(_wavelengths, scaling, regime, count, shape.Device, shape.Dtype);
        }
    }

    private static int Even(int rotaryDim, int headDim) => rotaryDim > 0 && rotaryDim % 2 == 0 && rotaryDim <= headDim
        ? rotaryDim
        : throw new ArgumentOutOfRangeException(
            nameof(rotaryDim), rotaryDim, $"rotary positions turn an even number of a head's {headDim} features");
}
