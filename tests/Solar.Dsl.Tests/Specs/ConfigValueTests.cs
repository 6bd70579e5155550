using CsCheck;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Specs;

public class ConfigValueTests
{
    [Fact]
    public void AnyNumber_ReadsBackToTheSameDouble() =>
        Gen.Double.Where(number => !double.IsNaN(number) && !double.IsInfinity(number))
            .Sample(number => ConfigValue.Of(number).AsNumber().Equals(number));

    [Theory]
    [InlineData(1e-5, "1e-05")]
    [InlineData(10000.0, "10000")]
    [InlineData(0.1, "0.1")]
    [InlineData(0.02, "0.02")]
    public void Number_IsWrittenShortest(double number, string text) => Assert.Equal(text, ConfigValue.Of(number).Canonical);

    [Theory]
    [InlineData("hidden_sise", "hidden_size")]
    [InlineData("num_key_value_head", "num_key_value_heads")]
    [InlineData("zzz", null)]
    public void MisspeltKey_FindsTheNearest(string written, string? expected) =>
        Assert.Equal(expected, Families.Family.Find("llama")!.Vocabulary.Nearest(written));
}
