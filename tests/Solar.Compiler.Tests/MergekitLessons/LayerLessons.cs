using System;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Xunit;

namespace Solar.Compiler.Tests.MergekitLessons;

/// <summary>Layers: ranges, depth, and what stands around them.</summary>
public sealed class LayerLessons
{
    [Theory]
    [InlineData("Layers(A, 24..24)", "it is empty")]
    [InlineData("Layers(A, 24..8)", "it is reversed; '8..24' runs upwards")]
    [InlineData("Layers(A, 0..24, 8..40)", "it ends after layer 31, the last")]
    [InlineData("Layers(A, 0..24, ^40..)", "it begins before layer 0")]
    public void RangeThatTakesNothingOrTooMuch_IsAnError(string recipe, string reason)
    {
        string said = Assert.Single(Lesson.Said($"models: {{ X: \"{recipe}\" }}"));

        Assert.StartsWith("SOLAR203", said, StringComparison.Ordinal);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Fact]
    public void LastLayerThatIsLost_IsWarnedOf()
    {
        string said = Assert.Single(Lesson.Said("models: { X: \"Layers(A, 0..31, 23..31)\" }"));

        Assert.StartsWith("SOLAR206: the last layer of 'A' (31) is not used", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expect: { num_hidden_layers: 24 }", "SOLAR201: 'X' has 48 layers, not 24")]
    [InlineData("expect: { parameters: 5500000000 }", "SOLAR202: 'X' has 10,731,524,096 parameters, not 5,500,000,000")]
    public void DepthAndSizeThatWereMeant_AreHeldAgainstWhatComesOut(string expect, string said) =>
        Assert.StartsWith(said, Assert.Single(Lesson.Said($"models: {{ X: {{ layers: A, ranges: [0..24, 8..32], {expect} }} }}")), StringComparison.Ordinal);

    [Fact]
    public void Depth_IsWrittenIntoTheConfigOfEveryFamily()
    {
        string[] families = [.. Family.All.Select(family => family.ModelType).Where(family => family != Family.Decoding.ModelType)];
        JoinedProgram program = Lesson.Program(
            "models:\n" + string.Concat(families.Select(family => $"  {Class(family)}: {{ {family}: }}\n  {Class(family)}Grown: \"Upscale({Class(family)}, 1, 1)\"\n")));

        Assert.All(families, family =>
        {
            ModelPlan plain = program.FindModel(Class(family))!, grown = program.FindModel(Class(family) + "Grown")!;
            string before = ConfigJson.Write(plain.Spec), after = ConfigJson.Write(grown.Spec);
            string key = new[] { "\"num_hidden_layers\": ", "\"n_layer\": " }.Single(candidate => before.Contains(candidate, StringComparison.Ordinal));
            Assert.Contains($"{key}{plain.Spec.NumHiddenLayers}", before, StringComparison.Ordinal);
            Assert.Contains($"{key}{(2 * plain.Spec.NumHiddenLayers) - 2}", after, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EmbeddingsNormAndHead_AreThoseThatAreNamed()
    {
        JoinedProgram program = Lesson.Program("models: { X: \"Layers(A[..16], B[16..])\", Y: \"Layers(A[..16], B[16..], head: A, norm: A)\" }");

        OutsideTensors byDefault = program.FindModel("X")!.Outside!, named = program.FindModel("Y")!.Outside!;
        Assert.Equal(("A", "B", "B"), (byDefault.Embeddings.Source, byDefault.Norm, byDefault.Head.Source));
        Assert.Equal(("A", "A", "A"), (named.Embeddings.Source, named.Norm, named.Head.Source));
    }

    [Fact]
    public void MeanOfTwoLayersOfOneModel_IsOfBoth()
    {
        LayerSource inserted = Lesson.Program("models: { X: \"Insert(A, 16, average)\" }").FindModel("X")!.Map.Entries[16];

        Assert.Equal([new LayerPart("A", 15, 0.5), new LayerPart("A", 16, 0.5)], inserted.Parts);
    }

    [Fact]
    public void RepeatedLayersThatArePartlyScaled_AreTwoLines()
    {
        JoinedProgram program = Lesson.Program("""
            models: { Repeated: "Repeat(A, 12..28)" }
            merges: { Weaker: { passthrough: Repeated, scale: [{ filter: o_proj, value: 0.7 }, { filter: down_proj, value: 0.7 }, 1] } }
            """);

        Assert.Empty(program.Findings);
        TensorMerge[] tensors = [.. Assert.Single(program.Merges).Recipe.Tensors(["model.layers.30.mlp.down_proj.weight", "model.layers.30.mlp.up_proj.weight"])];
        Assert.Equal([0.7, 1], tensors.Select(tensor => tensor.Inputs[0]["scale"]));
    }

    [Fact]
    public void IdentityBlocks_AreOneWord()
    {
        ModelPlan plan = Lesson.Program("models: { X: \"Expand(A, every: 4)\" }").FindModel("X")!;

        Assert.Equal(40, plan.Spec.NumHiddenLayers);
        Assert.Equal([4, 9, 14, 19, 24, 29, 34, 39], Enumerable.Range(0, 40).Where(i => plan.Map.Entries[i].Init == LayerInit.Identity));
    }

    [Fact]
    public void GroupsThatDoNotDivide_NameThoseThatDo() =>
        Assert.StartsWith("SOLAR210: every 5 does not divide the 32 layers of 'A'", Assert.Single(Lesson.Said("models: { X: \"Expand(A, every: 5)\" }")), StringComparison.Ordinal);

    [Fact]
    public void NewLayersAtTheBottomAlone_AreWarnedOf() =>
        Assert.Contains(Lesson.Said("models: { X: \"Insert(A, [1, 2], identity)\" }"), said => said.StartsWith("SOLAR217", StringComparison.Ordinal));

    private static string Class(string family) => "The" + string.Concat(family.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
