using System;
using System.Linq;
using CsCheck;
using Solar.LayerMaps;
using Xunit;

namespace Solar.Dsl.Tests.LayerMaps;

public class LayerMapTests
{
    private static readonly Gen<(int Depth, int DropTop, int DropBottom)> Upscales =
        from depth in Gen.Int[1, 120]
        from dropTop in Gen.Int[0, depth - 1]
        from dropBottom in Gen.Int[0, depth - 1]
        select (depth, dropTop, dropBottom);

    [Fact]
    public void SolarsRecipe_GivesFortyEightLayers()
    {
        LayerMap map = LayerMap.Identity("Base", 32).Upscale(8, 8);

        Assert.Equal(Enumerable.Range(0, 24).Concat(Enumerable.Range(8, 24)), map.Layers);
        Assert.Equal([new LayerRun(0, "Base", 0, 24), new LayerRun(24, "Base", 8, 24)], map.Runs());
    }

    [Fact]
    public void AnyUpscale_HasTwiceTheDepthLessTheDrops() =>
        Upscales.Sample(u => LayerMap.Identity("Base", u.Depth).Upscale(u.DropTop, u.DropBottom).Count
            == (2 * u.Depth) - u.DropTop - u.DropBottom);

    [Fact]
    public void SymmetricUpscale_IsTheMiddleRepeatedOnceInPlace() =>
        (from depth in Gen.Int[2, 120] from drop in Gen.Int[0, depth / 2] select (depth, drop)).Sample(u =>
        {
            LayerMap one = LayerMap.Identity("Base", u.depth);
            LayerMap repeated = one.Slice(0, u.depth - u.drop)
                .Concat(one.Slice(u.drop, u.depth - u.drop))
                .Concat(one.Slice(u.depth - u.drop, u.depth));
            return one.Upscale(u.drop, u.drop) == repeated;
        });

    [Fact]
    public void AnyUpscale_KeepsTheFirstAndTheLastLayer() =>
        Upscales.Sample(u =>
        {
            LayerMap map = LayerMap.Identity("Base", u.Depth).Upscale(u.DropTop, u.DropBottom);
            return map.Entries[0].Layer == 0 && map.Entries[map.Count - 1].Layer == u.Depth - 1;
        });

    [Fact]
    public void NestedUpscale_EqualsComposedMaps() =>
        (from outer in Upscales from inner in Upscales select (outer, inner)).Sample(pair =>
        {
            LayerMap inner = LayerMap.Identity("Base", pair.inner.Depth).Upscale(pair.inner.DropTop, pair.inner.DropBottom);
            int dropTop = pair.outer.DropTop % inner.Count;
            int dropBottom = pair.outer.DropBottom % inner.Count;

            LayerMap nested = inner.Upscale(dropTop, dropBottom);
            LayerMap outer = LayerMap.Identity("Inner", inner.Count).Upscale(dropTop, dropBottom);
            return nested.Layers.SequenceEqual(outer.Layers.Select(layer => inner.Entries[layer].Layer));
        });

    [Fact]
    public void Runs_CoverEveryTargetLayerOnce() =>
        Upscales.Sample(u =>
        {
            LayerMap map = LayerMap.Identity("Base", u.Depth).Upscale(u.DropTop, u.DropBottom);
            int[] covered = [.. map.Runs().SelectMany(run => Enumerable.Range(run.Target, run.Count))];
            int[] layers = [.. map.Runs().SelectMany(run => Enumerable.Range(run.Layer, run.Count))];
            return covered.SequenceEqual(Enumerable.Range(0, map.Count)) && layers.SequenceEqual(map.Layers);
        });

    [Fact]
    public void EqualMaps_AreEqualValues()
    {
        LayerMap one = LayerMap.Identity("Base", 8).Upscale(2, 2);
        LayerMap other = LayerMap.Identity("Base", 8).Slice(0, 6).Concat(LayerMap.Identity("Base", 8).Slice(2, 8));

        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, LayerMap.Identity("Other", 8).Upscale(2, 2));
    }
}
