using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>Which documents a pass sees: weights, samples, repetitions, order.</summary>
public sealed class DataMixTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1.0, 8)]
    [InlineData(2.0, 16)]
    [InlineData(0.5, 4)]
    [InlineData(2.25, 18)]
    [InlineData(0.01, 0)]
    public async Task Weight_IsHowOftenDocumentsAreSeen(double weight, int expected)
    {
        string[] seen = await Seen(Data("a", "abcdefgh") with { Weight = weight }, Data("b", "z"));

        Assert.Equal(expected, seen.Count(text => text != "z"));
        int[] times = [.. "abcdefgh".Select(letter => seen.Count(text => text == $"{letter}"))];
        Assert.All(times, count => Assert.InRange(count, (int)weight, (int)weight + 1));
    }

    [Fact]
    public async Task MaxSamples_AreDrawnBySeed_InTheOrderOfTheFile()
    {
        DatasetDescription data = Data("a", "abcdefghijklmnopqrst") with { MaxSamples = 6 };

        string[] first = await Seen(data), again = await Seen(data);
        string[] other = await Seen(options => options with { Seed = 1 }, data);

        Assert.Equal(6, first.Distinct().Count());
        Assert.Equal(first.Order(StringComparer.Ordinal), first);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public async Task Repetitions_AreLeftOutWhereTheDataSetSaysSo()
    {
        Assert.Equal(["a", "b", "a", "a"], await Seen(Data("a", "aba"), Data("b", "a")));
        Assert.Equal(["a", "b", "a"], await Seen(Data("a", "aba") with { Deduplicate = true }, Data("b", "a")));
        Assert.Equal(["a", "b", "a", "c"], await Seen(Data("a", "aba"), Data("b", "acc") with { Deduplicate = true }));
    }

    [Fact]
    public async Task Shuffle_MixesDocumentsOfAllDataSets()
    {
        DatasetDescription[] data = [Data("a", "abcdefgh"), Data("b", "ijklmnop")];

        string[] plain = await Seen(data);
        string[] shuffled = await Seen(options => options with { ShuffleDataset = true }, data);
        string[] again = await Seen(options => options with { ShuffleDataset = true }, data);

        Assert.NotEqual(plain, shuffled);
        Assert.Equal(shuffled, again);
        Assert.Equal(plain, shuffled.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Counts_AddUp()
    {
        _folder.Write("a.jsonl", string.Join('\n', "{\"text\":\"a\",\"n\":1}", "{\"text\":\"a\",\"n\":1}", "{}", "{\"text\":\"\"}", "{\"text\":\"b\",\"n\":2}", "{\"text\":\"c\"}", "{\"text\":\"d\"}"));
        DatasetDescription data = new()
        {
            Name = "Tests.A",
            Kind = "json_lines",
            Path = "a.jsonl",
            Filter = "n != 2",
            OnBadRow = "drop",
            Deduplicate = true,
            MaxSamples = 2,
            Weight = 3,
        };

        TrainingData opened = await TrainingData.OpenAsync([data], Options, new ByteTokenizer(), 259);

        using TokenRows rows = opened.Rows;
        DatasetCounts counts = opened.Datasets[0].Counts;
        Assert.Equal((7L, 1L, 1L, 1L), (counts.Rows, counts.Filtered, counts.Empty, counts.Bad));
        Assert.Equal((1L, 1L, 6L, 18L), (counts.Duplicates, counts.NotSampled, counts.Documents, counts.Tokens));
        Assert.Equal(counts.Rows, counts.Filtered + counts.Empty + counts.Bad + counts.Duplicates + counts.NotSampled + (counts.Documents / 3));
        Assert.Equal((counts.Documents, counts.Tokens), (rows.DocumentCount, rows.TokenCount));
    }

    private PretrainOptions Options => new() { MaxLength = 3, DataDirectory = _folder.Path, CacheDirectory = _folder["cache"] };

    // A document for each letter, which makes a row of three tokens.
    private DatasetDescription Data(string name, string letters)
    {
        _folder.Write($"{name}.txt", string.Join('\n', letters.ToCharArray()));
        return new DatasetDescription { Name = $"Tests.{name}", Kind = "text_file", Path = $"{name}.txt", SampleBy = "line" };
    }

    private Task<string[]> Seen(params DatasetDescription[] data) => Seen(options => options, data);

    private async Task<string[]> Seen(Func<PretrainOptions, PretrainOptions> change, params DatasetDescription[] data)
    {
        ByteTokenizer tokenizer = new();
        using TokenRows rows = (await TrainingData.OpenAsync(data, change(Options), tokenizer, tokenizer.VocabSize)).Rows;
        List<string> seen = [];
        for (int row = 0; row < rows.Count; row++)
        {
            seen.Add(tokenizer.Decode(rows[row]));
        }

        return [.. seen];
    }
}
