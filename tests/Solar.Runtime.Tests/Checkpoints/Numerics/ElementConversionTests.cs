using System;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints.Numerics;

public class ElementConversionTests
{
    [Fact]
    public void EveryFloat16_IsReadAsItsValueAndWrittenBack()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];
        float[] read = new float[all.Length];
        ElementConversion.ToSingle(MemoryMarshal.AsBytes<ushort>(all), TensorDtype.F16, read);
        ushort[] written = new ushort[all.Length];
        ElementConversion.FromSingle(read, TensorDtype.F16, MemoryMarshal.AsBytes(written.AsSpan()));

        for (int i = 0; i < all.Length; i++)
        {
            float expected = (float)BitConverter.UInt16BitsToHalf(all[i]);
            if (float.IsNaN(expected))
            {
                Assert.True(float.IsNaN(read[i]), $"{i:X4}");
                Assert.True(Half.IsNaN(BitConverter.UInt16BitsToHalf(written[i])), $"{i:X4}");
                continue;
            }

            Assert.Equal(BitConverter.SingleToUInt32Bits(expected), BitConverter.SingleToUInt32Bits(read[i]));
            Assert.Equal(all[i], written[i]);
        }
    }

    [Fact]
    public void EveryBFloat16_IsReadAsItsValueAndWrittenBack()
    {
        ushort[] all = [.. Enumerable.Range(0, 65536).Select(bits => (ushort)bits)];
        float[] read = new float[all.Length];
        ElementConversion.ToSingle(MemoryMarshal.AsBytes<ushort>(all), TensorDtype.BF16, read);
        ushort[] written = new ushort[all.Length];
        ElementConversion.FromSingle(read, TensorDtype.BF16, MemoryMarshal.AsBytes(written.AsSpan()));

        for (int i = 0; i < all.Length; i++)
        {
            Assert.Equal((uint)all[i] << 16, BitConverter.SingleToUInt32Bits(read[i]));
            Assert.Equal(float.IsNaN(read[i]) ? (ushort)(all[i] | 0x40) : all[i], written[i]);
        }
    }

    [Fact]
    public void AnyFloat_IsRoundedToTheNearestFloat16AsTheRuntimeDoes()
    {
        float[] values = AllMagnitudes();
        ushort[] written = new ushort[values.Length];
        ElementConversion.FromSingle(values, TensorDtype.F16, MemoryMarshal.AsBytes(written.AsSpan()));

        for (int i = 0; i < values.Length; i++)
        {
            Half expected = (Half)values[i];
            Half found = BitConverter.UInt16BitsToHalf(written[i]);
            Assert.True(
                Half.IsNaN(expected) ? Half.IsNaN(found) : BitConverter.HalfToUInt16Bits(expected) == written[i],
                $"{values[i]:R} became {written[i]:X4}");
        }
    }

    [Fact]
    public void AnyFloat_IsRoundedToTheNearestBFloat16()
    {
        float[] values = AllMagnitudes();
        ushort[] written = new ushort[values.Length];
        ElementConversion.FromSingle(values, TensorDtype.BF16, MemoryMarshal.AsBytes(written.AsSpan()));

        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i]);
            float found = BitConverter.UInt32BitsToSingle((uint)written[i] << 16);
            if (float.IsNaN(values[i]))
            {
                Assert.True(float.IsNaN(found));
                continue;
            }

            // The two neighbours; of equally near ones the even.
            uint below = bits >> 16;
            double low = BitConverter.UInt32BitsToSingle(below << 16);
            double high = (below & 0x7FFF) == 0x7F7F ? double.CopySign(Math.ScaleB(1, 128), low) : BitConverter.UInt32BitsToSingle((below + 1) << 16);
            double toLow = Math.Abs(values[i] - low), toHigh = Math.Abs(values[i] - high);
            uint expected = float.IsInfinity(values[i]) || toLow < toHigh || (toLow == toHigh && (below & 1) == 0) ? below : below + 1;
            Assert.True(expected == written[i], $"{values[i]:R} became {written[i]:X4}, not {expected:X4}");
        }
    }

    [Theory]
    [InlineData(TensorDtype.F16)]
    [InlineData(TensorDtype.BF16)]
    [InlineData(TensorDtype.F32)]
    public void WhereAPieceEnds_ChangesNothing(TensorDtype dtype)
    {
        float[] values = AllMagnitudes()[..1000];
        byte[] whole = new byte[values.Length * dtype.Size()];
        ElementConversion.FromSingle(values, dtype, whole);
        byte[] pieces = new byte[whole.Length];
        for (int start = 0; start < values.Length; start += 7)
        {
            int count = Math.Min(7, values.Length - start);
            ElementConversion.FromSingle(values.AsSpan(start, count), dtype, pieces.AsSpan(start * dtype.Size()));
        }

        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void WeightedSum_IsTheDoubleSumRoundedOnce()
    {
        var random = new Random(5);
        float[][] vectors = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 1003).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray())];
        double[] weights = [0.7, -0.3, 1.1];
        float[] result = new float[1003];

        WeightedSum.Combine(vectors, weights, result);

        for (int i = 0; i < result.Length; i++)
        {
            Assert.Equal((float)((vectors[0][i] * 0.7) + (vectors[1][i] * -0.3) + (vectors[2][i] * 1.1)), result[i]);
        }

        Assert.Equal(vectors[0].Zip(vectors[1], (a, b) => (double)a * b).Sum(), WeightedSum.Dot(vectors[0], vectors[1]), 12);
    }

    /// <summary>Every exponent with mantissas around every place where rounding turns, zeros, infinities and NaNs.</summary>
    private static float[] AllMagnitudes()
    {
        uint[] mantissas = [0, 1, 0xFFF, 0x1000, 0x1001, 0x1FFF, 0x2000, 0x3000, 0x7FFF, 0x8000, 0x8001, 0x18000, 0x3F_F000, 0x7F_7FFF, 0x7F_8000, 0x7F_EFFF, 0x7F_F000, 0x7F_FFFF];
        return
        [
            .. from sign in (uint[])[0, 1]
               from exponent in Enumerable.Range(0, 256)
               from mantissa in mantissas
               select BitConverter.UInt32BitsToSingle((sign << 31) | ((uint)exponent << 23) | mantissa),
        ];
    }
}
