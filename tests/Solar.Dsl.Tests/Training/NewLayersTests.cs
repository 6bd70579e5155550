using System.Linq;
using Solar.LayerMaps;
using Solar.Specs;
using Solar.Validation;
using Xunit;

namespace Solar.Dsl.Tests.Training;

public class NewLayersTests
{
    private static readonly LayerMap Base = LayerMap.Identity("Base", 32);

    [Fact]
    public void OfThePapersUpscaling_TheyAreTheSecondCopiesOfTheMiddle() =>
        Assert.Equal(Enumerable.Range(24, 16), ParameterPatterns.NewLayersOf(Base.Upscale(8, 8)));

    [Fact]
    public void OfAnExpansion_TheyAreTheIdentityBlocks() =>
        Assert.Equal([4, 9, 14, 19, 24, 29, 34, 39], ParameterPatterns.NewLayersOf(Base.Expand(4, 1, EquatableArray.Of("mlp.down_proj.weight"))));

    [Fact]
    public void Seam_IsWhereALayerDoesNotFollowTheOneBelow()
    {
        Assert.Equal([23, 24], ParameterPatterns.SeamOf(Base.Upscale(8, 8)));
        Assert.Equal([15, 16, 31, 32], ParameterPatterns.SeamOf(LayerMap.Identity("Base", 16).Stack(3)));
        Assert.Empty(ParameterPatterns.SeamOf(Base));
    }

    [Fact]
    public void OfMeans_TheyAreTheMeans() => Assert.Equal([16], ParameterPatterns.NewLayersOf(Base.Insert([16], Base.MeanAt)));

    [Fact]
    public void OfAModelOfItsOwn_ThereAreNone() => Assert.Empty(ParameterPatterns.NewLayersOf(Base));
}
