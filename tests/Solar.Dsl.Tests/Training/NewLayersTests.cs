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
        Assert.Equal(Enumerable.Range(24, 16), UnfrozenParameters.LayersOf(Base.Upscale(8, 8)));

    [Fact]
    public void OfAnExpansion_TheyAreTheIdentityBlocks() =>
        Assert.Equal([4, 9, 14, 19, 24, 29, 34, 39], UnfrozenParameters.LayersOf(Base.Expand(4, 1, EquatableArray.Of("mlp.down_proj.weight"))));

    [Fact]
    public void OfMeans_TheyAreTheMeans() => Assert.Equal([16], UnfrozenParameters.LayersOf(Base.Insert([16], Base.MeanAt)));

    [Fact]
    public void OfAModelOfItsOwn_ThereAreNone() => Assert.Empty(UnfrozenParameters.LayersOf(Base));
}
