using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;

namespace Solar.Runtime.Checkpoints;

/// <summary>Name, data type and shape of a tensor: all of it but its bytes.</summary>
public sealed class TensorInfo
{
    /// <summary>A tensor of the given name, data type and shape.</summary>
    /// <exception cref="ArgumentException">A size is negative, or there are more bytes than an int64 can count.</exception>
    public TensorInfo(string name, TensorDtype dtype, IEnumerable<long> shape)
    {
        Name = name;
        Dtype = dtype;
        Shape = [.. shape];
        ByteCount = TryCountBytes(dtype, Shape.AsSpan())
            ?? throw new ArgumentException($"{CheckpointFault.Quote(name)} has no size that can be counted: {ShapeText(Shape)}.", nameof(shape));
    }

    /// <summary>Its Hugging Face name, such as <c>model.layers.0.mlp.up_proj.weight</c>.</summary>
    public string Name { get; }

    /// <summary>How its elements are encoded.</summary>
    public TensorDtype Dtype { get; }

    /// <summary>Its sizes, outermost first; empty for a single number.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>Bytes of all its elements.</summary>
    public long ByteCount { get; }

    /// <summary>Name, data type and shape in one line.</summary>
    public override string ToString() => $"{Name} {Dtype.StoredName()} {ShapeText(Shape)}";

    /// <summary>A shape as people write it, such as <c>[4096, 14336]</c>.</summary>
    internal static string ShapeText(IEnumerable<long> shape) =>
        "[" + string.Join(", ", System.Linq.Enumerable.Select(shape, size => size.ToString(CultureInfo.InvariantCulture))) + "]";

    /// <summary>Bytes of a tensor; null where a size is negative or the product does not fit an int64.</summary>
    internal static long? TryCountBytes(TensorDtype dtype, ReadOnlySpan<long> shape)
    {
        UInt128 bytes = (UInt128)dtype.Size();
        foreach (long size in shape)
        {
            if (size < 0)
            {
                return null;
            }

            // Checked at each size, as the reference does: a later zero excuses no overflow.
            bytes *= (ulong)size;
            if (bytes > long.MaxValue)
            {
                return null;
            }
        }

        return (long)bytes;
    }
}
