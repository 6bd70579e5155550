using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>Keys and values of the tokens that a model has seen, in memory that is set apart once and written in place.</summary>
/// <remarks>For inference only: what is written in place has no gradient. The memory of a layer is taken when the layer first runs.</remarks>
/// <param name="batch">Number of sequences.</param>
/// <param name="keyValueHeads">Key/value heads of one layer.</param>
/// <param name="headDim">Width of one head.</param>
/// <param name="capacity">Greatest number of positions.</param>
public sealed class KeyValueCache(long batch, long keyValueHeads, long headDim, long capacity) : IDisposable
{
    private readonly List<(Tensor Keys, Tensor Values)> _layers = [];
    private readonly long[] _shape = [batch, keyValueHeads, Positive(capacity), headDim];

    /// <summary>Number of sequences.</summary>
    public long Batch => _shape[0];

    /// <summary>Greatest number of positions.</summary>
    public long Capacity => _shape[2];

    /// <summary>Number of positions that every layer has.</summary>
    public long Length { get; private set; }

    /// <summary>Adds the keys and values of the tokens after <see cref="Length"/>; <see cref="Advance"/> makes them permanent.</summary>
    /// <param name="depth">How many layers ran before in this pass.</param>
    /// <param name="k">Keys [batch, keyValueHeads, length, headDim].</param>
    /// <param name="v">Values, the same shape.</param>
    /// <returns>All keys and values so far, [batch, keyValueHeads, past + length, headDim]: views that the next pass overwrites nothing of.</returns>
    /// <exception cref="InvalidOperationException">The capacity is used up, or gradients are being recorded.</exception>
    /// <exception cref="ArgumentException">The shape is not the cache's.</exception>
    public (Tensor K, Tensor V) Append(int depth, Tensor k, Tensor v)
    {
        ArgumentNullException.ThrowIfNull(k);
        ArgumentNullException.ThrowIfNull(v);
        long length = k.size(2);
        Check(k, length);

        while (_layers.Count <= depth)
        {
            _layers.Add((Allocate(k), Allocate(v)));
        }

        (Tensor keys, Tensor values) = _layers[depth];
        return (Write(keys, k, length), Write(values, v, length));
    }

    /// <summary>Makes the tokens of a pass permanent, after all its layers have run.</summary>
    /// <param name="length">Number of tokens of the pass.</param>
    public void Advance(long length)
    {
        CheckRoom(length);
        Length += length;
    }

    /// <summary>Forgets all tokens and keeps the memory.</summary>
    public void Reset() => Length = 0;

    /// <summary>Forgets the tokens after the first ones and keeps the memory: another text can go on from there.</summary>
    /// <param name="length">How many positions stay.</param>
    /// <exception cref="ArgumentOutOfRangeException">It has fewer.</exception>
    public void Truncate(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>A copy of some of the sequences, each as often as it is named: many texts can go on from one, or those that are done be left out.</summary>
    /// <param name="rows">0-based numbers of sequences, in the order that they have in the copy.</param>
    /// <param name="capacity">Greatest number of positions of the copy, <see cref="Length"/> at least.</param>
    /// <returns>A cache of its own, with as many positions as this one has.</returns>
    /// <exception cref="ArgumentException">There is no row, one that this cache does not have, or no room for its positions.</exception>
    public KeyValueCache Select(IReadOnlyList<long> rows, long capacity)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Length);
        if (rows.Count == 0 || rows.Any(row => row < 0 || row >= Batch))
        {
            throw new ArgumentException($"rows are [{string.Join(", ", rows)}], the cache has the rows 0 to {Batch - 1}", nameof(rows));
        }

        KeyValueCache copy = new(rows.Count, _shape[1], _shape[3], capacity) { Length = Length };
        using IDisposable unrecorded = no_grad();
        foreach ((Tensor keys, Tensor values) in _layers)
        {
            copy._layers.Add((copy.Allocate(keys), copy.Allocate(values)));
            CopyRows(keys, copy._layers[^1].Keys, rows);
            CopyRows(values, copy._layers[^1].Values, rows);
        }

        return copy;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        foreach ((Tensor keys, Tensor values) in _layers)
        {
            keys.Dispose();
            values.Dispose();
        }

        _layers.Clear();
        Length = 0;
    }

    /// <summary>Refuses a pass that would not fit, before it starts.</summary>
    internal void CheckRoom(long length)
    {
        if (Length + length > Capacity)
        {
            throw new InvalidOperationException(
                $"the key/value cache holds {Length} of {Capacity} positions and {length} more were to be added; "
                + "create it with a greater capacity, or call Reset");
        }
    }

    private void Check(Tensor k, long length)
    {
        if (k.size(0) != _shape[0] || k.size(1) != _shape[1] || k.size(3) != _shape[3])
        {
            throw new ArgumentException(
                $"keys are [{string.Join(", ", k.shape)}], the cache is for [{_shape[0]}, {_shape[1]}, length, {_shape[3]}]", nameof(k));
        }

        if (k.requires_grad)
        {
            throw new InvalidOperationException("a key/value cache has no gradient; run the pass inside torch.no_grad() or torch.inference_mode()");
        }

        CheckRoom(length);
    }

    private Tensor Write(Tensor memory, Tensor added, long length)
    {
        using (Tensor place = memory.narrow(2, Length, length))
        {
            place.copy_(added);
        }

        return memory.narrow(2, 0, Length + length);
    }

    private void CopyRows(Tensor from, Tensor to, IReadOnlyList<long> rows)
    {
        using Tensor place = to.narrow(2, 0, Length);
        using Tensor known = from.narrow(2, 0, Length);
        if (Batch == 1)
        {
            place.copy_(known);                             // broadcast: no copy of a copy
            return;
        }

        using Tensor index = tensor(rows.ToArray(), device: from.device);
        using Tensor chosen = known.index_select(0, index);
        place.copy_(chosen);
    }

    private Tensor Allocate(Tensor like)
    {
        // Not an inference tensor, so that passes inside and outside of inference_mode can share a cache.
        using IDisposable ordinary = inference_mode(false);
        return empty(_shape, like.dtype, like.device).DetachFromDisposeScope();
    }

    private static long Positive(long capacity) => capacity > 0
        ? capacity
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "a key/value cache needs room for one position at least");
}
