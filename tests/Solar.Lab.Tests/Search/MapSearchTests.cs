using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Evaluation;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Search;
using Solar.Lab.Tests.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.Search;

/// <summary>The ranking, against checkpoints that were really made.</summary>
public sealed class MapSearchTests : IDisposable
{
    private static readonly int[][] Windows = [[1, 5, 9, 30, 2, 7], [1, 8, 8, 3], [1, 31, 4, 4, 17, 20, 11, 6, 5], [1, 2, 3, 4, 5, 6, 7, 8]];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-search-").FullName;
    private readonly TinyBase _base;

    public MapSearchTests()
    {
        TorchSharp.torch.set_num_threads(1);
        _base = TinyBase.Load(TinyCheckpoint.Write(At("base")));
    }

    public void Dispose()
    {
        _base.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task RankedLosses_AreThoseOfTheCheckpointsThatTheRecipesMake()
    {
        await Runtime.Checkpoints.Upscaling.RunAsync<TinySolar>(At("base"), At("solar"));
        await Runtime.Checkpoints.Upscaling.RunAsync<TinyDoubled>(At("base"), At("doubled"));
        using TinySolar solar = TinySolar.Load(At("solar"));
        using TinyDoubled doubled = TinyDoubled.Load(At("doubled"));

        IReadOnlyList<RankedMap> maps = MapSearch.Run(_base, 6, Windows).Maps;
        RankedMap ofSolar = maps.Single(map => map.Map.Expression("A") == "Upscale(A, dropTop: 1, dropBottom: 1)");
        Assert.Equal(TokenLoss.Mean(solar, Windows), ofSolar.Losses.Mean, 1e-6);
        Assert.Equal(WindowLosses.Of(solar, Windows, order: null).Mean, ofSolar.Losses.Mean);
        RankedMap ofDoubled = MapSearch.Run(_base, 8, Windows).Maps.Single(map => map.Map.Expression("A") == "Stack(A, 2)");
        Assert.Equal(WindowLosses.Of(doubled, Windows, order: null).Mean, ofDoubled.Losses.Mean);
    }

    [Fact]
    public void ASearchTwice_IsTheSame_AndLeastLossComesFirst()
    {
        SearchResult first = MapSearch.Run(_base, 7, Windows), second = MapSearch.Run(_base, 7, Windows);
        Assert.Equal(first.Maps.Select(map => (map.Map.Expression("A"), map.Losses.Mean, map.StandardError)), second.Maps.Select(map => (map.Map.Expression("A"), map.Losses.Mean, map.StandardError)));
        Assert.Equal(first.Maps.Select(map => map.Losses.Mean).Order(), first.Maps.Select(map => map.Losses.Mean));
        Assert.Equal(Enumerable.Range(1, first.Maps.Count), first.Maps.Select(map => map.Rank));
        Assert.Equal(WindowLosses.Of(_base, Windows, order: null).Mean, first.Base.Mean);
        Assert.All(first.Identities, identity => Assert.True(identity.IsIdentity));
        Assert.DoesNotContain(first.Maps, map => map.Map.IsIdentity);
    }

    [Fact]
    public void StandardError_IsThatOfPieces_EachByItsLength()
    {
        var a = new WindowLosses([10, 22, 33], [10, 20, 30]);
        var b = new WindowLosses([9, 21, 27], [10, 20, 30]);
        (double mean, double error) = a.Above(b);

        double[] differences = [1, 1, 6];
        double ratio = 8.0 / 60, squares = differences.Zip(a.Counts, (d, n) => Math.Pow(d - (ratio * n), 2)).Sum();
        Assert.Equal(ratio, mean, 1e-12);
        Assert.Equal(Math.Sqrt(3 * squares / 2) / 60, error, 1e-12);
        Assert.Throws<ArgumentException>(() => a.Above(new WindowLosses([1], [2])));

        // Of pieces of one length it is the paired error that evaluations have.
        var c = new WindowLosses([1, 2, 4], [5, 5, 5]);
        var d = new WindowLosses([0.5, 2.5, 2], [5, 5, 5]);
        double paired = PairedDifference.Of([.. d.Sums.Select(sum => sum / 5)], [.. c.Sums.Select(sum => sum / 5)]).StandardError;
        Assert.Equal(paired, c.Above(d).StandardError, 1e-12);
    }

    [Fact]
    public void LossThatIsNoNumber_ComesLast_AndIsMarked()
    {
        SearchResult found = MapSearch.Run(_base, 6, Windows);
        double[] sums = [double.NaN, 5, double.PositiveInfinity, 4];
        IReadOnlyList<RankedMap> maps = MapSearch.Rank(sums.Select((sum, i) => (found.Maps[i].Map, new WindowLosses([sum, 1], [1, 1]))));
        Assert.Equal([4.0, 5.0, double.NaN, double.PositiveInfinity], maps.Select(map => map.Losses.Sums[0]));
        Assert.Equal([true, true, false, false], maps.Select(map => map.IsFinite));
        Assert.All(maps.Skip(2), map => Assert.False(map.IsWithinNoise));

        using var output = new StringWriter { NewLine = "\n" };
        var console = new LabConsole(new LabHost { Output = output, Error = TextWriter.Null, IsOutputTerminal = false, IsErrorTerminal = false });
        new SearchTable(found with { Maps = maps }, "Tiny", new SearchRequest(6, ["x"], "text", null, 2, 0, "cpu", null, null)).Write(console, isJson: false);
        Assert.Contains("3 !", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("! has a loss that is not finite", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("4 maps of 6 layers", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => MapSearch.Run(_base, 6, Windows, null, stop.Token));
    }

    [Fact]
    public void CancelledAfterAMap_KeepsWhatIsMeasured()
    {
        using var stop = new CancellationTokenSource();
        SearchResult whole = MapSearch.Run(_base, 6, Windows);

        // The base, two maps, and one piece of the third.
        var stopped = Assert.Throws<SearchCancelledException>(() => MapSearch.Run(_base, 6, Windows, new StopAt(stop, (3 * Windows.Length) + 1), stop.Token));

        Assert.Equal(2, stopped.Found.Maps.Count);
        Assert.Equal(whole.Base.Mean, stopped.Found.Base.Mean);
        Assert.All(stopped.Found.Maps, map => Assert.Equal(whole.Maps.Single(other => other.Map.Expression("A") == map.Map.Expression("A")).Losses.Mean, map.Losses.Mean));
        Assert.Equal(whole.Maps.Select(map => map.Map.Expression("A")).Order(), stopped.Found.Maps.Select(map => map.Map).Concat(stopped.Found.NotMeasured).Select(map => map.Expression("A")).Order());
        Assert.Equal(stop.Token, stopped.CancellationToken);

        using var output = new StringWriter { NewLine = "\n" };
        var console = new LabConsole(new LabHost { Output = output, Error = TextWriter.Null, IsOutputTerminal = false, IsErrorTerminal = false });
        new SearchTable(stopped.Found, "Tiny", new SearchRequest(6, ["x"], "text", null, 2, 0, "cpu", null, null)).Write(console, isJson: false);
        Assert.Contains($"Stopped before {whole.Maps.Count - 2} more were measured", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void OnePiece_RanksNothing() =>
        Assert.Contains("two pieces", Assert.Throws<ArgumentException>(() => MapSearch.Run(_base, 6, [Windows[0]])).Message, StringComparison.Ordinal);

    private string At(string name) => Path.Combine(_folder, name);

    private sealed class StopAt(CancellationTokenSource stop, int pass) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            if (value.Done == pass)
            {
                stop.Cancel();
            }
        }
    }
}
