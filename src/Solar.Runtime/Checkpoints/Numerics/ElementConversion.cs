using System;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Elements of float32, float16 and bfloat16 as float32 and back. Narrowing rounds to nearest, ties to even; infinities stay, a NaN stays
/// a NaN of its sign, and float16 overflows to infinity above 65519. Exact on every machine: whole numbers alone are at work.
/// </summary>
internal static class ElementConversion
{
    /// <summary>Whether elements of a type can be computed with.</summary>
    public static bool IsSupported(TensorDtype dtype) => dtype is TensorDtype.F32 or TensorDtype.F16 or TensorDtype.BF16;

    /// <summary>Reads elements as float32.</summary>
    /// <param name="source">Their bytes, little endian.</param>
    /// <param name="dtype">How they are encoded.</param>
    /// <param name="destination">One place for each.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is none of the three.</exception>
    public static void ToSingle(ReadOnlySpan<byte> source, TensorDtype dtype, Span<float> destination)
    {
        switch (dtype)
        {
            case TensorDtype.F32:
                source[..(destination.Length * sizeof(float))].CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case TensorDtype.BF16:
                Widen<BrainFloat>(MemoryMarshal.Cast<byte, ushort>(source)[..destination.Length], MemoryMarshal.Cast<float, uint>(destination));
                break;
            case TensorDtype.F16:
                Widen<HalfFloat>(MemoryMarshal.Cast<byte, ushort>(source)[..destination.Length], MemoryMarshal.Cast<float, uint>(destination));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype), dtype, null);
        }
    }

    /// <summary>Writes float32 as elements of a type.</summary>
    /// <param name="source">The numbers.</param>
    /// <param name="dtype">How they are encoded.</param>
    /// <param name="destination">Room for their bytes, little endian.</param>
    /// <exception cref="ArgumentOutOfRangeException">The type is none of the three.</exception>
    public static void FromSingle(ReadOnlySpan<float> source, TensorDtype dtype, Span<byte> destination)
    {
        switch (dtype)
        {
            case TensorDtype.F32:
                MemoryMarshal.AsBytes(source).CopyTo(destination);
                break;
            case TensorDtype.BF16:
                Narrow<BrainFloat>(MemoryMarshal.Cast<float, uint>(source), MemoryMarshal.Cast<byte, ushort>(destination)[..source.Length]);
                break;
            case TensorDtype.F16:
                Narrow<HalfFloat>(MemoryMarshal.Cast<float, uint>(source), MemoryMarshal.Cast<byte, ushort>(destination)[..source.Length]);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dtype), dtype, null);
        }
    }

    private static void Widen<TFormat>(ReadOnlySpan<ushort> source, Span<uint> destination)
        where TFormat : IShortFormat
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[i..]), out Vector<uint> low, out Vector<uint> high);
            TFormat.Widen(low).CopyTo(destination[i..]);
            TFormat.Widen(high).CopyTo(destination[(i + Vector<uint>.Count)..]);
        }

        // The rest goes the same way, one by one, so that where a piece ends changes no bit.
        for (; i < source.Length; i++)
        {
            destination[i] = TFormat.Widen(new Vector<uint>(source[i]))[0];
        }
    }

    private static void Narrow<TFormat>(ReadOnlySpan<uint> source, Span<ushort> destination)
        where TFormat : IShortFormat
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Vector<uint> low = TFormat.Narrow(new Vector<uint>(source[i..]));
            Vector<uint> high = TFormat.Narrow(new Vector<uint>(source[(i + Vector<uint>.Count)..]));
            Vector.Narrow(low, high).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (ushort)TFormat.Narrow(new Vector<uint>(source[i]))[0];
        }
    }
}
