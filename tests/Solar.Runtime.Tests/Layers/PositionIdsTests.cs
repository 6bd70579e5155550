using System;
using Solar.Runtime.Layers;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>The rows that are taken from an embedding of positions.</summary>
public sealed class PositionIdsTests : TorchTest
{
    [Theory]
    [InlineData(0, 4, new string[0], new long[] { 0, 1, 2, 3 })]
    [InlineData(3, 2, new string[0], new long[] { 3, 4 })]
    [InlineData(0, 4, new[] { "1110", "1111" }, new long[] { 0, 1, 2, 3 })]                         // padding on the right is later than all
    [InlineData(0, 4, new[] { "0011", "1111" }, new long[] { 0, 0, 0, 1, 0, 1, 2, 3 })]
    [InlineData(2, 2, new[] { "0011", "1111" }, new long[] { 0, 1, 2, 3 })]
    [InlineData(3, 1, new[] { "1101", "1111" }, new long[] { 2, 3 })]
    public void Positions_CountRealTokensAfterTheCache(int past, int length, string[] padding, long[] expected)
    {
        AttentionCase situation = new(1, 1, past, length, null, padding);
        using KeyValueCache cache = new(situation.Batch, 1, 1, past + length);
        cache.Advance(past);

        Tensor positions = PositionIds.Select(
            zeros(situation.Batch, length, dtype: ScalarType.Int64), new ForwardContext { AttentionMask = situation.Mask, Cache = cache }, 8);

        Assert.Equal(ScalarType.Int64, positions.dtype);
        Assert.Equal(length, positions.size(1));
        Assert.Equal(expected, positions.reshape(-1).data<long>().ToArray());
    }

    [Fact]
    public void GivenPositions_AreTaken_AndStayTheCallers()
    {
        Tensor given = tensor(new long[,] { { 7, 0, 3 } });

        PositionIds.Select(zeros(1, 3, dtype: ScalarType.Int64), new ForwardContext { Positions = given }, 8).Dispose();

        Assert.Equal([7L, 0, 3], given.reshape(-1).data<long>().ToArray());
    }

    [Fact]
    public void MorePositionsThanDeclared_AreRefusedWithBothNumbers()
    {
        Tensor ids = zeros(1, 3, dtype: ScalarType.Int64);

        ArgumentOutOfRangeException counted = Assert.Throws<ArgumentOutOfRangeException>(() => PositionIds.Select(ids, ForwardContext.None, 2));
        ArgumentOutOfRangeException given = Assert.Throws<ArgumentOutOfRangeException>(
            () => PositionIds.Select(ids, new ForwardContext { Positions = tensor(new long[,] { { 0, 8, 1 } }) }, 8));

        Assert.Contains("needs 3 positions, the model was declared with 2", counted.Message, StringComparison.Ordinal);
        Assert.Contains("needs 9 positions, the model was declared with 8", given.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PositionsThatDoNotFit_AreRefused()
    {
        Tensor ids = zeros(1, 3, dtype: ScalarType.Int64);

        Assert.Throws<ArgumentException>(() => PositionIds.Select(ids, new ForwardContext { Positions = zeros(1, 2, dtype: ScalarType.Int64) }, 8));
        Assert.Throws<ArgumentException>(() => PositionIds.Select(ids, new ForwardContext { Positions = full(1, 3, -1L) }, 8));
    }
}
