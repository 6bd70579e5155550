using System.Threading.Tasks;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.CodeFixes;

public sealed class MendTests
{
    private const string Base = """
        using Solar;
        namespace Paper;
        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 32, NumAttentionHeads = 4, VocabSize = 128)]
        public partial class Base;

        """;

    private const string YamlBase = """
        namespace: Paper
        models:
          Base: { llama: { hidden_size: 64, intermediate_size: 128, num_hidden_layers: 32, num_attention_heads: 4, vocab_size: 128 } }

        """;

    [Fact]
    public async Task AWrongDepth_IsEitherExpectedRight_OrMadeTrueByOtherDrops()
    {
        TestProgram program = TestProgram.Of(Base + """
            [Upscale(typeof(Base), dropTop: 8, dropBottom: 8)]
            [Expect(NumHiddenLayers = 42)]
            public partial class Grown;
            """);

        Assert.Equal(["Expect 48 layers", "Drop 11 layers of each copy, which makes 42"], await Fixing.OfferedAsync(program));
        Assert.Contains("[Expect(NumHiddenLayers = 48)]", await Fixing.ApplyAsync(program, "Expect 48 layers"));
        Assert.Contains("dropTop: 11, dropBottom: 11)]", await Fixing.ApplyAsync(program, "Drop 11 layers of each copy, which makes 42"));
    }

    [Fact]
    public async Task TheSameInYaml()
    {
        TestProgram program = TestProgram.OfYaml(YamlBase + "  Grown: { upscale: Base, drop_top: 8, drop_bottom: 8, expect: { num_hidden_layers: 42 } }\n");

        Assert.Contains("expect: { num_hidden_layers: 48 }", await Fixing.ApplyAsync(program, "Expect 48 layers"));
        Assert.Contains("drop_top: 11, drop_bottom: 11,", await Fixing.ApplyAsync(program, "Drop 11 layers of each copy, which makes 42"));
    }

    [Fact]
    public async Task AYamlRecipeAsAnExpression_HasTheSameMends()
    {
        TestProgram program = TestProgram.OfYaml(YamlBase + """
              Grown: { recipe: "Upscale(Base, dropTop: 8, dropBottom: 8)", expect: { num_hidden_layers: 42 } }

            """);

        Assert.Contains("\"Upscale(Base, dropTop: 11, dropBottom: 11)\"", await Fixing.ApplyAsync(program, "Drop 11 layers of each copy, which makes 42"));
    }

    [Fact]
    public async Task AnOddDepth_HasNoDropsToOffer()
    {
        TestProgram program = TestProgram.Of(Base + """
            [Upscale(typeof(Base), dropTop: 8, dropBottom: 8)]
            [Expect(NumHiddenLayers = 47)]
            public partial class Grown;
            """);

        Assert.Equal(["Expect 48 layers"], await Fixing.OfferedAsync(program));
    }

    [Fact]
    public async Task AWrongParameterCount_IsExpectedRight_InGroupsOfDigits()
    {
        TestProgram program = TestProgram.Of(Base + """
            [Upscale(typeof(Base), dropTop: 8, dropBottom: 8)]
            [Expect(Parameters = 1_000)]
            public partial class Grown;
            """);

        Assert.Contains("[Expect(Parameters = 1_", await Fixing.ApplyAsync(program, Assert.Single(await Fixing.OfferedAsync(program))));
    }

    [Fact]
    public async Task AClassThatIsNotPartial_IsMadePartial_WithWhatContainsIt()
    {
        TestProgram program = TestProgram.Of("""
            using Solar;
            public static class Zoo
            {
                [Llama]
                public sealed class Small;
            }
            """);

        string mended = await Fixing.ApplyAsync(program, "Make 'Small' and what contains it partial");
        Assert.Contains("public static partial class Zoo", mended);
        Assert.Contains("public sealed partial class Small;", mended);
    }

    [Fact]
    public async Task AMisspeltChoice_IsSpelt_InQuotesWhereCSharpWantsThem()
    {
        TestProgram program = TestProgram.Of("""
            using Solar;
            [Llama(HiddenAct = "sillu")]
            public partial class Small;
            """);

        Assert.Contains("[Llama(HiddenAct = \"silu\")]", await Fixing.ApplyAsync(program, "Write 'silu'"));
        Assert.Contains("hidden_act: silu }", await Fixing.ApplyAsync(
            TestProgram.OfYaml("models:\n  Small: { llama: { hidden_act: sillu } }\n"), "Write 'silu'"));
    }

    [Theory]
    [InlineData("models:\n  Small: { llama: { hiden_size: 64, num_attention_heads: 4 } }\n", "Write 'hidden_size'", "{ hidden_size: 64,")]
    [InlineData("models:\n  Small: { lama: { hidden_size: 64, num_attention_heads: 4 } }\n", "Write 'llama'", "{ llama: {")]
    [InlineData("modells:\n  Small: { llama: {} }\n", "Write 'models'", "models:\n")]
    [InlineData("models:\n  Small: { llama: {}, expct: { num_hidden_layers: 32 } }\n", "Write 'expect'", "expect: {")]
    public async Task AMisspeltKey_IsSpelt(string yaml, string title, string mended) =>
        Assert.Contains(mended, await Fixing.ApplyAsync(TestProgram.OfYaml(yaml), title));

    [Fact]
    public async Task AMisspeltName_IsSpelt()
    {
        TestProgram program = TestProgram.OfYaml(YamlBase + "  Grown: { upscale: Bse, drop_top: 8, drop_bottom: 8 }\n");

        Assert.Contains("upscale: Base,", await Fixing.ApplyAsync(program, "Write 'Base'"));
    }

    [Fact]
    public async Task ARecipeWithoutQuotes_GetsThem()
    {
        TestProgram program = TestProgram.OfYaml(YamlBase + "  Grown: Upscale(Base, dropTop: 8, dropBottom: 8)\n");

        Assert.Contains("Grown: \"Upscale(Base, dropTop: 8, dropBottom: 8)\"", await Fixing.ApplyAsync(program, "Write the recipe in quotes"));
    }

    [Fact]
    public async Task WhatNobodyCanGuess_HasNoMend() =>
        Assert.Empty(await Fixing.OfferedAsync(TestProgram.OfYaml("models:\n  Small: { llama: { zzzzzzzzzzz: 64 } }\n")));
}
