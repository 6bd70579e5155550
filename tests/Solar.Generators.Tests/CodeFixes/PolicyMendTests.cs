using System.Threading.Tasks;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.CodeFixes;

/// <summary>Policies that are missing and depths that do not go with drops are offered as whole programs.</summary>
public sealed class PolicyMendTests
{
    private const string Yaml = """
        models:
          A: { llama: &small { hidden_size: 64, intermediate_size: 128, num_hidden_layers: 32, num_attention_heads: 4, vocab_size: 128 }, weights: a }
          B: { llama: { <<: *small, vocab_size: 130 }, weights: b }

        """;

    private const string CSharp = """
        using Solar;
        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 32, NumAttentionHeads = 4, VocabSize = 128), Weights("a")] public partial class A;
        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 32, NumAttentionHeads = 4, VocabSize = 130), Weights("b")] public partial class B;

        """;

    [Theory]
    [InlineData("  X: { resize_vocabulary: A, size: 132 }\n", "size: 132, policy: mean }")]
    [InlineData("  X:\n    resize_vocabulary: A\n    size: 132\n", "    size: 132\n    policy: mean\n")]
    [InlineData("  X: \"ResizeVocabulary(A, 132)\"\n", "\"ResizeVocabulary(A, 132, mean)\"")]
    public async Task MissingPolicyOfNewRows_IsAdded(string model, string mended)
    {
        TestProgram program = TestProgram.OfYaml(Yaml + model);

        Assert.Equal(["Make new rows by 'mean'", "Make new rows by 'zero'", "Make new rows by 'normal'"], await Fixing.OfferedAsync(program));
        Assert.Contains(mended, await Fixing.ApplyAsync(program, "Make new rows by 'mean'"));
    }

    [Fact]
    public async Task MissingPolicyWithinALiteral_IsAdded() => Assert.Contains(
        "[Recipe($\"ResizeVocabulary({nameof(A)}, 132, zero)\")]",
        await Fixing.ApplyAsync(TestProgram.Of(CSharp + "[Recipe($\"ResizeVocabulary({nameof(A)}, 132)\")] public partial class X;"), "Make new rows by 'zero'"));

    [Fact]
    public async Task FewerTokens_MustBeMeant() => Assert.Contains(
        "size: 100, policy: truncate }", await Fixing.ApplyAsync(TestProgram.OfYaml(Yaml + "  X: { resize_vocabulary: A, size: 100 }\n"), "Lose 28 tokens: 'truncate'"));

    [Theory]
    [InlineData("merges:\n  X: { linear: [A, B] }\n", "linear: [A, B], vocabulary: common }")]
    [InlineData("merges:\n  X:\n    linear: [A, B]\n    weights: [1, 2]\n", "    linear: [A, B]\n    vocabulary: common\n    weights: [1, 2]\n")]
    public async Task MissingPolicyOfAMerge_IsAddedInYaml(string merge, string mended) => Assert.Contains(
        mended, await Fixing.ApplyAsync(TestProgram.OfYaml(Yaml + merge), "Merge the rows that all have: vocabulary common"));

    [Fact]
    public async Task MissingPolicyOfAMerge_IsAddedInCSharp() => Assert.Contains(
        "[Linear(typeof(A), typeof(B), Vocabulary = VocabularyPolicy.Common, Weights = [1, 2])]",
        await Fixing.ApplyAsync(
            TestProgram.Of(CSharp + "[Linear(typeof(A), typeof(B), Weights = [1, 2])] public partial class X;"), "Merge the rows that all have: vocabulary common"));

    [Fact]
    public async Task DepthThatDropsDoNotGive_IsMadeOneThatTheyDo()
    {
        TestProgram odd = TestProgram.Of(CSharp + "[Upscale(typeof(A), TargetLayers = 47)] public partial class X;");

        Assert.Equal(["Make 48 layers", "Make 46 layers"], await Fixing.OfferedAsync(odd));
        Assert.Contains("TargetLayers = 48)", await Fixing.ApplyAsync(odd, "Make 48 layers"));
    }

    [Fact]
    public async Task DropsAndDepthThatDisagree_AreMendedEitherWay()
    {
        TestProgram program = TestProgram.OfYaml(Yaml + "  X: { upscale: A, drop_top: 8, drop_bottom: 8, target_layers: 44 }\n");

        Assert.Contains("target_layers: 48 }", await Fixing.ApplyAsync(program, "Make 48 layers"));
        Assert.Contains("drop_top: 10, drop_bottom: 10,", await Fixing.ApplyAsync(program, "Drop 10 layers at each side of a seam, which makes 44"));
    }
}
