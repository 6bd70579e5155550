using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Runtime.Training.State;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>A path that names several files is their documents one after another.</summary>
public sealed class DataPatternTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pattern_NamesItsFilesInTheOrderOfTheirPaths()
    {
        Write("part-2.jsonl", "two");
        Write("part-10.jsonl", "ten");
        Write("part-1.jsonl", "one");
        Write("Part-1.jsonl", "other case");
        Write(".part-3.jsonl", "hidden");
        Write("part-1.jsonl.tmp", "another end");
        Write("deep/part-1.jsonl", "deeper");

        Assert.Equal(["one", "ten", "two"], Texts("part-*.jsonl"));
        Assert.Equal(["one", "two"], Texts("part-?.jsonl"));
        Assert.Equal(["deeper"], Texts("*/part-*.jsonl"));
        Assert.Equal(["deeper", "one", "ten", "two"], Texts("**/part-*.jsonl"));
        Assert.Equal(["one"], Texts("./deep/../part-1*.json?").Take(1));
    }

    [Theory]
    [InlineData("part-*.jsonl")]
    [InlineData("nowhere/*.jsonl")]
    public void PatternOfNoFile_IsNamed(string pattern)
    {
        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => Texts(pattern));

        Assert.Contains($"no file has such a name; data set Tests.Parts is declared as '{pattern}', relative to DataDirectory '{_folder.Path}'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOfAPattern_GiveTheRowsOfTheirJoinedFile()
    {
        Write("part-1.jsonl", "the first", "the second");
        Write("part-2.jsonl", "the third");
        Write("part-3.jsonl", "", "the fourth, after nothing", "the fifth");
        Write("all.jsonl", "the first", "the second", "the third", "", "the fourth, after nothing", "the fifth");

        using TokenRows parts = (await OpenAsync("part-*.jsonl")).Rows, whole = (await OpenAsync("all.jsonl")).Rows;

        Assert.Equal(whole.Hash(), parts.Hash());
        Assert.Equal(Enumerable.Range(0, whole.Count).Select(row => whole[row]), Enumerable.Range(0, parts.Count).Select(row => parts[row]));
        Assert.Equal(
            ["part-1.jsonl, line 1", "part-1.jsonl, line 2", "part-2.jsonl, line 1", "part-3.jsonl, line 2", "part-3.jsonl, line 3"],
            parts.Places(Enumerable.Range(0, parts.Count)).Split("; ").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Manifest_ListsTheFiles_AndAddsUpTheirRows()
    {
        Write("a/part-1.jsonl", "one", "");
        Write("b/part-1.jsonl", "two", "three");

        TrainingData data = await OpenAsync("*/part-*.jsonl");
        data.Rows.Dispose();

        TrainedDataset told = Assert.Single(data.Datasets);
        Assert.Equal((4, 1, 3), (told.Counts.Rows, told.Counts.Empty, told.Counts.Documents));
        Assert.Equal(["a/part-1.jsonl", "b/part-1.jsonl"], told.Files!.Select(file => file.Path));
        Assert.Equal(2, told.Files!.Select(file => file.Sha256).Distinct().Count());
        Assert.DoesNotContain(told.Sha256, told.Files!.Select(file => file.Sha256));
    }

    [Fact]
    public async Task BadRow_IsNamedByItsOwnFile()
    {
        Write("part-1.jsonl", "one");
        _folder.Write("part-2.jsonl", "{\"text\":\"two\"}\n{\"text\":2}\n");

        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => OpenAsync("part-*.jsonl"));

        Assert.Equal((_folder["part-2.jsonl"], 2L), (thrown.File, thrown.Line));
    }

    [Fact]
    public async Task AnotherFile_LeavesTheOthersCached()
    {
        Write("part-1.jsonl", "one");
        (await OpenAsync("part-*.jsonl")).Rows.Dispose();
        string[] before = Directory.GetFiles(_folder["cache"]);
        Write("part-2.jsonl", "two");
        (await OpenAsync("part-*.jsonl")).Rows.Dispose();

        Assert.Single(before);
        Assert.Equal(2, Directory.GetFiles(_folder["cache"]).Length);
        Assert.Contains(before[0], Directory.GetFiles(_folder["cache"]));
    }

    private string[] Texts(string pattern) => [.. DocumentReader.Read(Parts(pattern), _folder.Path).Select(document => document.Text)];

    private Task<TrainingData> OpenAsync(string pattern) => TrainingData.OpenAsync(
        [Parts(pattern)],
        new PretrainOptions { DataDirectory = _folder.Path, CacheDirectory = _folder["cache"], MaxLength = 12, PackingStrategy = Packing.Bfd },
        new KnownTokenizer(),
        vocabSize: 259);

    private void Write(string name, params string[] texts)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        _folder.Write(name, string.Concat(texts.Select(text => JsonSerializer.Serialize(new { text }) + "\n")));
    }

    private static DatasetDescription Parts(string path) => new() { Name = "Tests.Parts", Kind = "json_lines", Path = path, Field = "text" };

    /// <summary>A tokenizer of bytes that says what it is, so that its tokens are kept.</summary>
    private sealed class KnownTokenizer : ITextTokenizer
    {
        private readonly ByteTokenizer _bytes = new();

        public int VocabSize => _bytes.VocabSize;

        public int BosId => _bytes.BosId;

        public int EosId => _bytes.EosId;

        public bool AddsBos => _bytes.AddsBos;

        public bool AddsEos => _bytes.AddsEos;

        public string Fingerprint => "bytes";

        public IReadOnlyList<int> Encode(string text, bool addBos) => _bytes.Encode(text, addBos);

        public string Decode(IEnumerable<int> ids) => _bytes.Decode(ids);
    }
}
