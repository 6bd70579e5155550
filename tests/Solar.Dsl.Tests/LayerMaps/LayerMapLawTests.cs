using System.Linq;
using CsCheck;
using Solar.LayerMaps;
using Solar.Specs;
using Xunit;

namespace Solar.Dsl.Tests.LayerMaps;

/// <summary>Laws of the algebra: whatever is nested in whatever, the outer map over the inner one says the same.</summary>
public class LayerMapLawTests
{
    private static readonly EquatableArray<string> Zeroed = EquatableArray.Of("self_attn.o_proj.weight", "mlp.down_proj.weight");

    // A recipe as what it does to any map, chosen by numbers so that it fits every depth.
    private static readonly Gen<(int Kind, int First, int Second)> Steps = Gen.Select(Gen.Int[0, 7], Gen.Int[0, 1000], Gen.Int[0, 1000]);

    [Fact]
    public void NestedRecipes_AreTheOuterMapOverTheInnerOne() => Gen.Select(Gen.Int[1, 12], Steps, Steps).Sample((depth, inside, outside) =>
    {
        LayerMap inner = Apply(LayerMap.Identity("Base", depth), inside);
        LayerMap nested = Apply(inner, outside);
        LayerMap outer = Apply(LayerMap.Identity("Inner", inner.Count), outside);

        return nested == outer.Over(inner);
    });

    [Fact]
    public void Composition_IsAssociative() => Gen.Select(Gen.Int[1, 6], Steps, Steps, Steps).Sample((depth, a, b, c) =>
    {
        LayerMap first = Apply(LayerMap.Identity("A", depth), a);
        LayerMap second = Apply(LayerMap.Identity("B", first.Count), b);
        LayerMap third = Apply(LayerMap.Identity("C", second.Count), c);

        return third.Over(second).Over(first) == third.Over(second.Over(first));
    });

    [Fact]
    public void SharesOfEveryLayer_SumToOne() => Gen.Select(Gen.Int[1, 8], Steps.Array[1, 4]).Sample((depth, steps) =>
    {
        LayerMap map = steps.Aggregate(LayerMap.Identity("Base", depth), (inner, step) => inner.Count > 200 ? inner : Apply(inner, step));

        return map.Entries.All(entry => System.Math.Abs(entry.Parts.Sum(part => part.Weight) - 1) < 1e-12);
    });

    [Fact]
    public void DepthUpscaling_IsTheMiddleRepeatedOnce() =>
        (from depth in Gen.Int[2, 120] from drop in Gen.Int[0, (depth - 1) / 2] select (depth, drop)).Sample(u =>
        {
            LayerMap one = LayerMap.Identity("Base", u.depth);
            return one.Upscale(u.drop, u.drop) == one.Repeat(u.drop, u.depth - u.drop);
        });

    [Fact]
    public void StackAndInterleave_HaveAsManyLayersAndEachAsOften() => Gen.Select(Gen.Int[1, 40], Gen.Int[2, 5]).Sample((depth, copies) =>
    {
        LayerMap one = LayerMap.Identity("Base", depth);
        LayerMap stacked = one.Stack(copies), woven = one.Interleave(0, depth, copies);
        return stacked.Count == copies * depth && woven.Count == copies * depth
            && stacked.Layers.Order().SequenceEqual(woven.Layers)
            && stacked.Layers.Take(depth).SequenceEqual(one.Layers);
    });

    [Fact]
    public void LlamaPro_PutsIdentityLayersWhereThePaperHasThem()
    {
        LayerMap map = LayerMap.Identity("Base", 32).Expand(4, 1, Zeroed);

        Assert.Equal(40, map.Count);
        Assert.Equal([4, 9, 14, 19, 24, 29, 34, 39], Enumerable.Range(0, 40).Where(layer => map.Entries[layer].Init == LayerInit.Identity));
        Assert.Equal(3, map.Entries[4].Layer);
        Assert.False(map.IsPlain);
    }

    [Fact]
    public void MeanOfMeans_HasTheProductsOfTheirShares()
    {
        LayerMap means = new(EquatableArray.Of(LayerMap.Identity("Base", 4).MeanAt(1), LayerMap.Identity("Base", 4).MeanAt(2)));

        LayerSource mean = means.MeanAt(1);

        Assert.Equal([("Base", 0, 0.25), ("Base", 1, 0.5), ("Base", 2, 0.25)], mean.Parts.Select(part => (part.Source, part.Layer, part.Weight)));
    }

    private static LayerMap Apply(LayerMap map, (int Kind, int First, int Second) step)
    {
        int depth = map.Count;
        int start = step.First % depth;
        int end = start + 1 + (step.Second % (depth - start));
        return step.Kind switch
        {
            0 => map.Upscale(step.First % depth, step.Second % depth),
            1 => map.Repeat(start, end, 1 + (step.Second % 2)),
            2 => map.Stack(2),
            3 => map.Interleave(start, end),
            4 => map.Expand(depth, 1, Zeroed),
            5 when depth > 1 => map.Insert([1 + (step.First % (depth - 1))], map.MeanAt),
            6 => map.Insert([step.First % (depth + 1)], place => map.Entries[System.Math.Max(0, place - 1)].Zeroing(Zeroed)),
            _ => map.Slice(start, end),
        };
    }
}
