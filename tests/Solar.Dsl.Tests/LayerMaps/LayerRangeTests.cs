using System;
using CsCheck;
using Solar.LayerMaps;
using Xunit;

namespace Solar.Dsl.Tests.LayerMaps;

public class LayerRangeTests
{
    [Theory]
    [InlineData("0..24", 0, 24)]
    [InlineData("8..32", 8, 32)]
    [InlineData("8..", 8, 32)]
    [InlineData("..8", 0, 8)]
    [InlineData("..", 0, 32)]
    [InlineData("^8..", 24, 32)]
    [InlineData("..^4", 0, 28)]
    [InlineData(" 4 .. ^1 ", 4, 31)]
    public void WrittenRange_ResolvesAsCSharpHasIt(string text, long start, long end)
    {
        Assert.True(LayerRange.TryParse(text, out LayerRange range));
        Assert.Equal((start, end), range.Resolve(32));
    }

    [Theory]
    [InlineData("")]
    [InlineData("8")]
    [InlineData("a..b")]
    [InlineData("0...8")]
    [InlineData("-1..8")]
    [InlineData("0..99999999999")]
    [InlineData("^^1..")]
    [InlineData("0-8")]
    public void OtherText_IsNoRange(string text) => Assert.False(LayerRange.TryParse(text, out _));

    [Fact]
    public void AnyRange_AgreesWithSystemRange() =>
        (from start in Gen.Int[0, 40]
         from end in Gen.Int[0, 40]
         from startFromEnd in Gen.Bool
         from endFromEnd in Gen.Bool
         select new LayerRange(start, startFromEnd, end, endFromEnd)).Sample(range =>
        {
            Assert.True(LayerRange.TryParse(range.ToString(), out LayerRange back));
            Assert.Equal(range, back);

            int expectedStart = new Index(range.Start, range.StartFromEnd).GetOffset(32);
            int expectedEnd = new Index(range.End, range.EndFromEnd).GetOffset(32);
            Assert.Equal(((long)expectedStart, (long)expectedEnd), back.Resolve(32));
        });

    [Fact]
    public void AnyText_NeverThrows() => Gen.String.Sample(text => LayerRange.TryParse(text, out _) || true);
}
