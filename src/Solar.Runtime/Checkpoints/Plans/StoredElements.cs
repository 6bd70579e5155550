using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Checkpoints;

/// <summary>Elements of stored tensors as numbers, and numbers as elements, rounded to nearest, ties to even.</summary>
internal static class StoredElements
{
    /// <summary>Reads consecutive elements.</summary>
    /// <param name="tensor">The tensor: float32, float16, bfloat16 or float64.</param>
    /// <param name="start">Its first element that is read.</param>
    /// <param name="values">Receives them.</param>
    public static void Read(StoredTensor tensor, long start, Span<double> values)
    {
        int size = tensor.Info.Dtype.Size();
        ReadOnlySpan<byte> bytes = tensor.File.Bytes(tensor.Entry, start * size, (long)values.Length * size);
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = tensor.Info.Dtype switch
            {
                TensorDtype.F32 => BinaryPrimitives.ReadSingleLittleEndian(element),
                TensorDtype.F16 => (double)BinaryPrimitives.ReadHalfLittleEndian(element),
                TensorDtype.BF16 => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(element) << 16),
                TensorDtype.F64 => BinaryPrimitives.ReadDoubleLittleEndian(element),
                _ => throw Unknown(tensor.Info.Dtype),
            };
        }
    }

    /// <summary>Appends numbers to a tensor.</summary>
    public static void Append(TensorSlot slot, ReadOnlySpan<double> values)
    {
        byte[] bytes = new byte[values.Length * slot.Info.Dtype.Size()];
        switch (slot.Info.Dtype)
        {
            case TensorDtype.F32:
                Span<float> singles = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
                for (int i = 0; i < values.Length; i++)
                {
                    singles[i] = (float)values[i];
                }

                break;
            case TensorDtype.F16:
                Span<Half> halves = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan());
                for (int i = 0; i < values.Length; i++)
                {
                    halves[i] = (Half)values[i];
                }

                break;
            case TensorDtype.BF16:
                Span<ushort> brains = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
                for (int i = 0; i < values.Length; i++)
                {
                    brains[i] = BFloat16((float)values[i]);
                }

                break;
            case TensorDtype.F64:
                values.CopyTo(MemoryMarshal.Cast<byte, double>(bytes.AsSpan()));
                break;
            default:
                throw Unknown(slot.Info.Dtype);
        }

        slot.Append(bytes);
    }

    private static ushort BFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static InvalidOperationException Unknown(TensorDtype dtype) => new($"{dtype.StoredName()} is no type of weights.");
}
