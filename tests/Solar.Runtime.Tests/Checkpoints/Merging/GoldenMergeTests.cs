using System;
using System.Linq;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>Each method against the reference's outputs, tensor by tensor.</summary>
public class GoldenMergeTests
{
    // One unit of float32 is 6e-8 of a number. The reference rounds every step to float32, so that it is off by that much of the greatest
    // operand of an element, however small their sum is; we compute in double precision and round once.
    private const double Tolerance = 1e-6;

    [SkippableTheory]
    [InlineData("linear")]
    [InlineData("slerp")]
    [InlineData("nuslerp")]
    [InlineData("task_arithmetic")]
    [InlineData("ties")]
    [InlineData("ties_nonorm")]
    [InlineData("breadcrumbs")]
    [InlineData("model_stock")]
    public void Method_GivesWhatTheReferenceGives(string name)
    {
        MergeRecipe recipe = GoldenMerges.Recipe(name);
        using var models = new GoldenMerges();
        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path($"golden/merge/out_{name}"));

        int compared = 0;
        foreach (TensorMerge merge in recipe.Tensors(GoldenMerges.InForwardOrder(expected.Tensors.Keys)))
        {
            float[] reference = GoldenMerges.Values(expected.Tensors[merge.Target]);
            if (name == "breadcrumbs" && reference.Length < FewestForGamma)
            {
                continue;
            }

            float[] merged = models.Merge(recipe, merge);
            float[] greatest = models.GreatestOperands(merge);
            Assert.Equal(reference.Length, merged.Length);
            for (int i = 0; i < merged.Length; i++)
            {
                if (!(Math.Abs((double)merged[i] - reference[i]) <= Tolerance * greatest[i]))
                {
                    Assert.Fail($"{merge.Target}[{i}]: {merged[i]:R}, not {reference[i]:R}");
                }
            }

            compared++;
        }

        Assert.InRange(compared, 50, 75);
    }

    // Of fewer elements, gamma 0.01 is less than one.
    private const int FewestForGamma = 100;

    [SkippableFact]
    public void BreadcrumbsOfASmallTensor_KeepDifferencesThatTheReferenceLoses()
    {
        MergeRecipe recipe = GoldenMerges.Recipe("breadcrumbs");
        using var models = new GoldenMerges();
        using CheckpointReader expected = CheckpointReader.Open(SolarAssets.Path("golden/merge/out_breadcrumbs"));

        TensorMerge merge = recipe.Tensors(["model.layers.0.input_layernorm.weight"]).Single();
        float[] reference = GoldenMerges.Values(expected.Tensors[merge.Target]);
        float[] origin = models.Values("inA", merge.Target);

        // mergekit takes the slice [n_bottom : -n_top], which is empty where n_top is 0, and so returns the base.
        Assert.Equal(origin, reference);

        // 64 elements: 57 are kept, the greatest of them too, since 1 % is none of them; 7 of the least are dropped.
        float[][] deltas = [.. new[] { "inB", "inC" }.Select(name => models.Values(name, merge.Target).Zip(origin, (a, b) => a - b).ToArray())];
        float[] expectedValues = [.. origin.Select((value, i) =>
            (float)(value + (0.5 * Kept(deltas[0], i)) + (0.3 * Kept(deltas[1], i))))];
        float[] merged = models.Merge(recipe, merge);
        Assert.All(merged.Zip(expectedValues), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.NotEqual(origin, merged);

        static float Kept(float[] delta, int i) => delta.Count(other => Math.Abs(other) < Math.Abs(delta[i])) >= 7 ? delta[i] : 0;
    }
}
