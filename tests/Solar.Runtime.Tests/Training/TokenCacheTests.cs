using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>What was tokenised is kept by content, found again, and never trusted where it is damaged.</summary>
public sealed class TokenCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CountingTokenizer _tokenizer = new("one");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SecondRun_TokenisesNothing()
    {
        Write("alpha", "beta");

        int[][] first = await Rows(), second = await Rows();

        Assert.Equal(first, second);
        Assert.Equal(2, _tokenizer.Calls);
        Assert.Single(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task Key_IsContentTokenizerAndSettings_NotTimeOrName()
    {
        Write("alpha", "beta");
        await Rows();
        File.SetLastWriteTimeUtc(_folder["a.jsonl"], new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await Rows();
        File.Copy(_folder["a.jsonl"], _folder["b.jsonl"]);
        await Rows(dataset => dataset with { Path = "b.jsonl", Weight = 2, Deduplicate = true, MaxSamples = 1 });
        await Rows(change: options => options with { MaxLength = 4, PackingStrategy = Packing.Bfd });
        Assert.Equal(2, _tokenizer.Calls);

        await Rows(dataset => dataset with { Filter = "text != 'x'" });
        await Rows(change: options => options with { AddEos = EdgeToken.Never });
        await Rows(tokenizer: new CountingTokenizer("two"));
        Write("alpha", "gamma");
        await Rows();

        Assert.Equal(8, _tokenizer.Calls);
        Assert.Equal(5, Directory.GetFiles(_folder["cache"]).Length);
    }

    [Fact]
    public async Task DamagedFile_IsMadeAnew()
    {
        Write("alpha", "beta");
        int[][] whole = await Rows();
        string cached = Directory.GetFiles(_folder["cache"]).Single();
        byte[] bytes = File.ReadAllBytes(cached);
        Random random = new(3);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = (byte[])bytes.Clone();
            damaged[random.Next(damaged.Length)] ^= 1;
            File.WriteAllBytes(cached, i % 2 == 0 ? damaged : bytes[..random.Next(bytes.Length)]);

            Assert.Equal(whole, await Rows());
            Assert.Equal(bytes, File.ReadAllBytes(cached));
        }

        Assert.Equal(2 + (40 * 2), _tokenizer.Calls);
    }

    [Fact]
    public async Task BadRow_LeavesNothingBehind()
    {
        _folder.Write("a.jsonl", "{\"text\":\"alpha\"}\n{}");

        await Assert.ThrowsAsync<TrainingDataException>(() => Rows());

        Assert.Empty(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task SeveralAtOnce_GetTheSame()
    {
        Write([.. Enumerable.Range(0, 200).Select(i => $"document number {i}")]);

        int[][][] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Rows())));

        Assert.All(all, rows => Assert.Equal(all[0], rows));
        Assert.Single(Directory.GetFiles(_folder["cache"]));
    }

    [Fact]
    public async Task WithoutFingerprintOrFolder_NothingIsKept()
    {
        Write("alpha", "beta");

        int[][] kept = await Rows();
        Assert.Equal(kept, await Rows(tokenizer: new CountingTokenizer(null)));
        Assert.Equal(kept, await Rows(change: options => options with { CacheDirectory = "" }));
        Assert.Equal(kept, await Rows(change: options => options with { CacheDirectory = _folder["a.jsonl"] }));

        Assert.Single(Directory.GetFiles(_folder["cache"]));
    }

    /// <summary>A corpus of 48 MB goes through with little in memory: a line, what is written, and an index of 32 bytes a document.</summary>
    [Theory]
    [InlineData("a.jsonl")]
    [InlineData("a.json")]
    public async Task LargeCorpus_IsStreamed(string name)
    {
        const int count = 3000;
        using (StreamWriter file = new(_folder[name]))
        {
            string text = new('a', 16_000);
            file.Write(name == "a.json" ? "[" : "");
            for (int i = 0; i < count; i++)
            {
                file.Write(i > 0 && name == "a.json" ? ",\n" : i > 0 ? "\n" : "");
                file.Write($"{{\"text\":\"{i}{text}\"}}");
            }

            file.Write(name == "a.json" ? "]" : "");
        }

        WeighingTokenizer tokenizer = new();
        DatasetDescription dataset = new() { Name = "Tests.A", Kind = "dataset", Path = name };
        PretrainOptions options = new() { MaxLength = 3, DataDirectory = _folder.Path, CacheDirectory = _folder["cache"] };
        using TokenRows rows = (await TrainingData.OpenAsync([dataset], options, tokenizer, 259)).Rows;

        Assert.Equal(count, rows.DocumentCount);
        // Half of the file: tests beside this one take memory, too.
        Assert.InRange(tokenizer.Growth, 0, 24 << 20);
    }

    private void Write(params string[] texts) => _folder.Write("a.jsonl", string.Join('\n', texts.Select(text => $"{{\"text\":\"{text}\"}}")));

    private async Task<int[][]> Rows(
        Func<DatasetDescription, DatasetDescription>? declare = null, Func<PretrainOptions, PretrainOptions>? change = null, ITextTokenizer? tokenizer = null)
    {
        DatasetDescription dataset = new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Field = "text" };
        PretrainOptions options = new() { MaxLength = 3, DataDirectory = _folder.Path, CacheDirectory = _folder["cache"] };
        using TokenRows rows = (await TrainingData.OpenAsync(
            [declare?.Invoke(dataset) ?? dataset], change?.Invoke(options) ?? options, tokenizer ?? _tokenizer, 259)).Rows;
        return [.. Enumerable.Range(0, rows.Count).Select(row => rows[row])];
    }

    /// <summary>Gives one token a text, and looks at times how much more is in memory than at first.</summary>
    private sealed class WeighingTokenizer : ITextTokenizer
    {
        private long _first, _calls;

        public long Growth { get; private set; }

        public int VocabSize => 259;

        public int BosId => 1;

        public int EosId => 2;

        public bool AddsBos => false;

        public bool AddsEos => false;

        public IReadOnlyList<int> Encode(string text, bool addBos)
        {
            if (++_calls % 500 == 0)
            {
                long now = GC.GetTotalMemory(forceFullCollection: true);
                _first = _first == 0 ? now : _first;
                Growth = Math.Max(Growth, now - _first);
            }

            return [5];
        }

        public string Decode(IEnumerable<int> ids) => "";
    }

    private sealed class CountingTokenizer(string? fingerprint) : ITextTokenizer
    {
        private readonly ByteTokenizer _bytes = new();

        public int Calls { get; private set; }

        public string? Fingerprint => fingerprint;

        public int VocabSize => _bytes.VocabSize;

        public int BosId => _bytes.BosId;

        public int EosId => _bytes.EosId;

        public bool AddsBos => _bytes.AddsBos;

        public bool AddsEos => _bytes.AddsEos;

        public IReadOnlyList<int> Encode(string text, bool addBos)
        {
            Calls++;
            return _bytes.Encode(text, addBos);
        }

        public string Decode(IEnumerable<int> ids) => _bytes.Decode(ids);
    }
}
