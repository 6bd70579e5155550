using System;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints.Lora;

public class LowRankProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 5, 2)]
    [InlineData(7, 16, 16)]
    [InlineData(5, 33, 4)]
    [InlineData(2, 100, 64)]
    public void Product_IsAddedWhereverPiecesBeginAndEnd(int rows, int columns, int rank)
    {
        var random = new Random(rows);
        float[] left = Numbers(rows * rank), right = Numbers(rank * columns), matrix = Numbers(rows * columns);
        double[] product = LoraSamples.Product(right, left, rank);
        var low = new LowRankProduct(left, right, rank);
        foreach (int length in new[] { matrix.Length, 1, 7, columns, columns + 3 })
        {
            float[] sum = [.. matrix];
            for (int start = 0; start < sum.Length; start += length)
            {
                low.AddTo(start, sum.AsSpan(start, Math.Min(length, sum.Length - start)), 0.75);
            }

            // Equal to the bit: one order of additions, in double precision, rounded once.
            Assert.Equal(matrix.Select((value, i) => (float)(value + (0.75 * product[i]))), sum);
        }

        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
