using System.Linq;
using Solar.Compiler.Joining;
using Solar.Specs;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Joining;

/// <summary>Numbers that no machine holds are refused by a rule before anything of that size is made.</summary>
public class SizeTests
{
    [Theory]
    [InlineData(10_001)]
    [InlineData(int.MaxValue)]
    public void TooManyLayers_AreOutOfRange(int layers)
    {
        JoinedProgram program = ProgramJoiner.Join([Programs.Llama("Deep", layers)], []);

        Finding finding = Assert.Single(program.Findings);
        Assert.Equal((Rules.NumberOutOfRange, "llama.num_hidden_layers"), (finding.Rule, finding.Where.Element));
        Assert.Equal($"num_hidden_layers = {layers} is out of range: expected 1 to 10000", finding.Message);
    }

    [Theory]
    [InlineData("hidden_size", 2_000_000_000, "5.12e+20")]
    [InlineData("intermediate_size", 2_147_483_647, null)]
    [InlineData("vocab_size", 2_147_483_647, null)]
    public void SizesBeyondCounting_AreOutOfRange(string key, long size, string? parameters)
    {
        JoinedProgram program = ProgramJoiner.Join([Programs.Llama("Wide", 32, (key, ConfigValue.Of(size)), ("hidden_act", ConfigValue.Of("silu")))], []);

        if (parameters is null)
        {
            Assert.Empty(program.Findings);         // much, yet it can be counted
            Assert.True(program.Models.Single().ParameterCount > size);
            return;
        }

        Finding finding = Assert.Single(program.Findings);
        Assert.Equal((Rules.NumberOutOfRange, "llama"), (finding.Rule, finding.Where.Element));
        Assert.Equal($"the number of parameters = {parameters} is out of range: expected at most 1,000,000,000,000,000", finding.Message);
    }

    [Fact]
    public void ChainThatDoublesTheDepth_EndsAtTheLimit()
    {
        ReadDeclaration[] chain =
        [
            Programs.Llama("M0", 32), .. Enumerable.Range(1, 40).Select(i => Programs.Upscale($"M{i}", $"M{i - 1}", 0, 0)),
        ];

        JoinedProgram program = ProgramJoiner.Join(chain, []);

        Assert.Equal(8192, program.Models.Max(model => model.Map.Count));
        Finding finding = Assert.Single(program.Findings, finding => finding.Rule.Severity == RuleSeverity.Error);
        Assert.Equal("copies = 2 is out of range: expected a model of at most 10000 layers", finding.Message);
    }
}
