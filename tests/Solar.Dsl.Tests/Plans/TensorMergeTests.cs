using System;
using System.Linq;
using Solar.Plans;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.Plans;

/// <summary>What the weight engine is told of every tensor: gradients, filters and slices as plain numbers and names.</summary>
public sealed class TensorMergeTests
{
    private static readonly string[] Names =
    [
        "model.embed_tokens.weight",
        .. Enumerable.Range(0, 5).SelectMany(i => new[] { $"model.layers.{i}.self_attn.q_proj.weight", $"model.layers.{i}.mlp.up_proj.weight" }),
        "model.norm.weight", "lm_head.weight",
    ];

    private static readonly MergeRecipe Slerp = new("slerp", LayerCount: 5)
    {
        Inputs = EquatableArray.Of<MergeRecipeInput>(new("A"), new("B")),
        Parameters = EquatableArray.Of(new MergeParameter("t", new("self_attn", 0, 0.5, 1), new("mlp", 1, 0), new(null, 0.25, 0.75))),
    };

    [Fact]
    public void Gradient_RunsOverTheLayersOfThoseThatItsFilterFits()
    {
        TensorMerge[] merges = [.. Slerp.Tensors(Names)];

        Assert.Equal([0, 0.25, 0.5, 0.75, 1], T(merges, "q_proj"));
        Assert.Equal([1, 0.75, 0.5, 0.25, 0], T(merges, "up_proj"));
    }

    /// <summary>mergekit gives the final norm and the head the first value, as if they stood before the layers.</summary>
    [Fact]
    public void Gradient_EndsBehindTheLayers()
    {
        TensorMerge[] merges = [.. Slerp.Tensors(Names)];

        Assert.Equal([0.25], T(merges, "embed_tokens"));
        Assert.Equal([0.75], T(merges, "norm"));
        Assert.Equal([0.75], T(merges, "lm_head"));
    }

    [Fact]
    public void ParameterOfAnInput_ComesBeforeThatOfTheMergeAndBeforeTheDefault()
    {
        MergeRecipe ties = new("ties", LayerCount: 5)
        {
            Base = "Base",
            Inputs = EquatableArray.Of(
                new MergeRecipeInput("A") { Parameters = EquatableArray.Of(new MergeParameter("weight", new MergeSetting("mlp", 0.3))) },
                new MergeRecipeInput("B")),
            Parameters = EquatableArray.Of(new MergeParameter("weight", new MergeSetting(null, 0.6)), new("normalize", new MergeSetting(null, 0))),
        };

        TensorMerge up = ties.Tensors(Names).First(merge => merge.Target.Contains("up_proj", StringComparison.Ordinal));
        TensorMerge query = ties.Tensors(Names).First(merge => merge.Target.Contains("q_proj", StringComparison.Ordinal));

        Assert.Equal([0.3, 0.6], up.Inputs.Select(input => input["weight"]));
        Assert.Equal([0.6, 0.6], query.Inputs.Select(input => input["weight"]));
        Assert.Equal([1.0, 1.0], up.Inputs.Select(input => input["density"]));
        Assert.False(up.IsSet("normalize"));
        Assert.Equal(1, up["lambda"]);
        Assert.Equal(new TensorMergeInput("Base", "model.layers.0.mlp.up_proj.weight"), up.Base);
        Assert.Equal(["Base", "A", "B"], ties.Sources);
    }

    /// <summary>mergekit keeps one tensor a model, so that two layers of one model in a slice become the second of them.</summary>
    [Fact]
    public void SliceOfOneModelTwice_MergesItsLayersWithEachOther()
    {
        MergeRecipe blend = new("linear", LayerCount: 2)
        {
            Inputs = EquatableArray.Of<MergeRecipeInput>(new("A"), new("A")),
            Slices = EquatableArray.Of(new MergeRecipeSlice(2, new MergeRecipeSource(0), new MergeRecipeSource(3))),
        };

        TensorMerge second = blend.Tensors(Names.Take(5)).Last(merge => merge.Target.Contains("q_proj", StringComparison.Ordinal));

        Assert.Equal("model.layers.1.self_attn.q_proj.weight", second.Target);
        Assert.Equal(["model.layers.1.self_attn.q_proj.weight", "model.layers.4.self_attn.q_proj.weight"], second.Inputs.Select(input => input.Tensor));
        Assert.Equal(["A"], blend.Sources);
    }

    [Fact]
    public void InputThatTakesNoPartInASlice_IsNotMergedThere()
    {
        MergeRecipe recipe = new("linear", LayerCount: 3)
        {
            Inputs = EquatableArray.Of<MergeRecipeInput>(new("A"), new("B")),
            Slices = EquatableArray.Of(
                new MergeRecipeSlice(1, new MergeRecipeSource(0), new MergeRecipeSource(-1)),
                new MergeRecipeSlice(2, new MergeRecipeSource(0), new MergeRecipeSource(1))),
        };

        TensorMerge[] merges = [.. recipe.Tensors(Names.Where(name => !name.Contains("layers.3", StringComparison.Ordinal) && !name.Contains("layers.4", StringComparison.Ordinal)))];

        Assert.Equal(["A"], merges[0].Inputs.Select(input => input.Source));
        Assert.Equal(["A"], merges[1].Inputs.Select(input => input.Source));
        Assert.Equal(["model.layers.0.self_attn.q_proj.weight", "model.layers.1.self_attn.q_proj.weight"], merges[3].Inputs.Select(input => input.Tensor));
        Assert.Equal(["A", "B"], merges[^1].Inputs.Select(input => input.Source));
    }

    [Fact]
    public void NeededParameterWithoutAValue_IsRefused()
    {
        MergeRecipe recipe = Slerp with { Parameters = EquatableArray.Of(new MergeParameter("t", new MergeSetting("mlp", 0.5))) };

        MergeParameterException error = Assert.Throws<MergeParameterException>(() => recipe.Tensors(Names).ToList());

        Assert.Contains("model.embed_tokens.weight", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NumbersBehindTheLayer_AreNoLayers() =>
        Assert.Equal(
            ["model.layers.4.mlp.experts.3.w1.weight"],
            new MergeRecipe("linear", 2)
            {
                Inputs = EquatableArray.Of(new MergeRecipeInput("A")),
                Slices = EquatableArray.Of(new MergeRecipeSlice(2, new MergeRecipeSource(3))),
            }.Tensors(["model.layers.1.mlp.experts.3.w1.weight"]).Single().Inputs.Select(input => input.Tensor));

    private static double[] T(TensorMerge[] merges, string part) =>
        [.. merges.Where(merge => merge.Target.Contains(part, StringComparison.Ordinal)).Select(merge => merge["t"])];
}
