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
    public async Task WhatAKilledProcessLeft_GoesWithTheNextThatWrites_AndWhatIsBeingWrittenStays()
    {
        Write("alpha");
        Directory.CreateDirectory(_folder["cache"]);
        string left = Path.Combine(_folder["cache"], "left.tmp"), young = Path.Combine(_folder["cache"], "young.tmp"), held = Path.Combine(_folder["cache"], "held.tmp");
        using FileStream writing = new(held, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        foreach (string file in new[] { left, young })
        {
            File.WriteAllText(file, "half");
        }

        DateTime longAgo = DateTime.UtcNow.AddHours(-1);
        File.SetLastWriteTimeUtc(left, longAgo);
        File.SetLastWriteTimeUtc(held, longAgo);

        await Rows();

        Assert.False(File.Exists(left));
        Assert.True(File.Exists(young));
        Assert.True(File.Exists(held));
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
