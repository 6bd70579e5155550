using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Inspection;
using Solar.Lab.Search;
using Solar.Lab.Tests.CommandLine;
using Solar.LayerMaps;
using Xunit;

namespace Solar.Lab.Tests.Search;

/// <summary>What is proposed, and whether the compiler reads it as it is meant.</summary>
public sealed class MapProposalsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-maps-").FullName;
    private readonly AngularDistances _distances;

    public MapProposalsTests()
    {
        TorchSharp.torch.set_num_threads(1);
        using TinyBase model = TinyBase.Load(TinyCheckpoint.Write(Path.Combine(_folder, "base")));
        _distances = AngularDistances.Of(model, [[1, 4, 9, 30, 2, 7], [1, 8, 8, 3]]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(6), InlineData(7), InlineData(8), InlineData(9), InlineData(12), InlineData(14), InlineData(32)]
    public void EachRecipe_IsReadAsItsMap(int layers)
    {
        IReadOnlyList<ProposedMap> proposals = MapProposals.Of(_distances, layers);
        Assert.NotEmpty(proposals);
        foreach (ProposedMap proposal in proposals)
        {
            LayerMap read = Read(proposal.Expression("base"));
            Assert.Equal(layers, read.Count);
            Assert.Equal(Entries(proposal.Map), Entries(read));
            Assert.Equal(proposal.IsIdentity ? 4 : layers, proposal.Order.Count);
        }

        Assert.Equal(proposals.Count, proposals.Select(proposal => string.Join(' ', Entries(proposal.Map))).Distinct().Count());
    }

    [Fact]
    public void SixOfFour_AreTheseInEveryLanguage()
    {
        IReadOnlyList<ProposedMap> proposals = MapProposals.Of(_distances, 6);
        string[] upscales = [.. proposals.Select(proposal => proposal.Attribute("A")).Where(text => text.StartsWith("[Upscale", StringComparison.Ordinal))];
        Assert.Equal(
            [
                "[Upscale(typeof(A), dropTop: 0, dropBottom: 2)]", "[Upscale(typeof(A), dropTop: 1, dropBottom: 1)]", "[Upscale(typeof(A), dropTop: 2, dropBottom: 0)]",
            ],
            upscales);
        ProposedMap solar = proposals.Single(proposal => proposal.Attribute("A") == upscales[1]);
        Assert.Equal([.. TinySolar.LayerMap], solar.Order);
        Assert.Equal("Grown: \"Upscale(A, dropTop: 1, dropBottom: 1)\"", solar.Yaml("Grown", "A"));
        Assert.Equal("0..3 + 1..4", solar.Ranges);
        Assert.Equal(1, solar.Seams);
        Assert.Equal(_distances[1, 2], solar.BlockDistance);
        Assert.Equal("[Expand(typeof(A), every: 2)]", Assert.Single(proposals, proposal => proposal.IsIdentity).Attribute("A"));
    }

    [Theory]
    [InlineData(8, "[Stack(typeof(A), 2)]")]
    [InlineData(8, "[Interleave(typeof(A))]")]
    [InlineData(12, "[Interleave(typeof(A), Copies = 3)]")]
    [InlineData(10, "[Upscale(typeof(A), dropTop: 0, dropBottom: 1, Copies = 3)]")]
    [InlineData(6, "[Insert(typeof(A), \"2, 4\", NewLayer.Copy)]")]
    [InlineData(3, "[Drop(typeof(A), \"1..2\")]")]
    [InlineData(7, "[Insert(typeof(A), \"1, 2, 4\", NewLayer.Identity)]")]
    public void Attribute_IsWhatTheLanguageHas(int layers, string attribute) =>
        Assert.Contains(attribute, MapProposals.Of(_distances, layers).Select(proposal => proposal.Attribute("A")));

    [Theory]
    [InlineData(0), InlineData(-3), InlineData(4), InlineData(33)]
    public void DepthThatNoMapLeadsTo_IsRefused(int layers) =>
        Assert.Contains("1 to 3 and to 5 to 32 layers", Assert.Throws<ArgumentOutOfRangeException>(() => MapProposals.Of(_distances, layers)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(5, 16), InlineData(32, 69)]
    public void DepthBetweenThoseThatMapsLeadTo_HasNeighbours(int depth, int layers)
    {
        Assert.False(MapProposals.Reach(depth, layers));
        Assert.True(MapProposals.Reach(depth, layers - depth));
        IReadOnlyList<int> nearest = MapProposals.Nearest(depth, layers);
        Assert.Equal(2, nearest.Count);
        Assert.True(nearest[0] < layers && layers < nearest[1]);
        Assert.All(nearest, other => Assert.True(MapProposals.Reach(depth, other)));
    }

    private LayerMap Read(string expression) => TextProgram
        .FromRecipe(expression, new Dictionary<string, string> { [TextProgram.Base] = Path.Combine(_folder, "base") }, new LabConsole(new LabHost { Output = TextWriter.Null, Error = TextWriter.Null }), CancellationToken.None)
        .Named(TextProgram.Result).Model!.Map;

    private static IEnumerable<(int Layer, LayerInit Init)> Entries(LayerMap map) => map.Entries.Select(entry => (entry.Layer, entry.Init));
}
