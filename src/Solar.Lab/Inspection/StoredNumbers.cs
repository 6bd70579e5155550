using System;
using System.Numerics;
using System.Runtime.InteropServices;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Inspection;

/// <summary>Reads stored elements as float32, piece by piece, so that memory does not grow with the tensor.</summary>
internal static class StoredNumbers
{
    /// <summary>Whether a type's elements are numbers that can be compared.</summary>
    public static bool CanRead(TensorDtype dtype) => dtype is TensorDtype.F32 or TensorDtype.F16 or TensorDtype.BF16 or TensorDtype.F64;

    /// <summary>Reads elements of a tensor of a type that <see cref="CanRead"/> allows.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">First element.</param>
    /// <param name="values">Filled with the elements from there.</param>
    public static void Read(StoredTensor tensor, long start, Span<float> values)
    {
        int size = tensor.Info.Dtype.Size();
        ReadOnlySpan<byte> bytes = tensor.File.Bytes(tensor.Entry, start * size, (long)values.Length * size);
        switch (tensor.Info.Dtype)
        {
            case TensorDtype.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                break;
            case TensorDtype.BF16:
                Widen(bytes, values);
                break;
            case TensorDtype.F16:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BitConverter.ToHalf(bytes[(i * 2)..]);
                }

                break;
            case TensorDtype.F64:
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)BitConverter.ToDouble(bytes[(i * sizeof(double))..]);
                }

                break;
            default:
                throw new ArgumentException($"{tensor.Info} holds no floating-point numbers.", nameof(tensor));
        }
    }

    /// <summary>The inner product of two rows of one length: float32 products in the processor's lanes, which is enough for pieces this short.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> lanes = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            lanes += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        double sum = Vector.Sum(lanes);
        for (; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    // bfloat16 is the upper half of float32.
    private static void Widen(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.Int32BitsToSingle((bytes[2 * i] << 16) | (bytes[(2 * i) + 1] << 24));
        }
    }
}
