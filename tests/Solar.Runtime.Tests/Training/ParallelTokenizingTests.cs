using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Runtime.Tests.Text;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>Several threads make what one makes.</summary>
public sealed class ParallelTokenizingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("tokenizer/mistral-tokenizer.model.v1")]
    [InlineData("stories260K/hf")]
    public void Tokens_AreThoseOfOneThread(string path) => Compare(SentencePieceTokenizer.Load(SolarAssets.Path(path)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ByteLevelTokens_AreThoseOfOneThread(bool byRank)
    {
        string folder = Directory.CreateDirectory(_folder["tokenizer"]).FullName;
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), Gpt2File.Json(file => file["model"]!["ignore_merges"] = byRank));
        Compare(ByteLevelTokenizer.Load(folder));
    }

    [Fact]
    public void FirstBadRow_IsToldWhateverComesBehindIt()
    {
        DataRow[] rows = [.. Enumerable.Range(0, 3000).Select(i => i is 700 or 701 or 2999
            ? DataRow.Bad(new TrainingDataException("a.jsonl", i, "is bad."))
            : new DataRow(i, "text", null))];

        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => Write(new ByteTokenizer(), rows, threads: 4, dropBad: false));

        Assert.Equal(700, thrown.Line);
    }

    [Fact]
    public void Results_ComeInOrder_UpToTheFirstFailure()
    {
        // The source fails behind an item that fails itself; one thread would never have read so far.
        IEnumerable<int> Source()
        {
            for (int i = 0; i < 100; i++)
            {
                yield return i;
            }

            throw new InvalidDataException("the source");
        }

        var seen = new List<int>();
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() => Remember(OrderedParallel.Select(
            Source(), i => i == 60 ? throw new InvalidOperationException("item 60") : i, _ => 1, threads: 4), seen));
        Assert.Equal("item 60", thrown.Message);
        Assert.Equal(Enumerable.Range(0, 60), seen);

        seen.Clear();
        Assert.Throws<InvalidDataException>(() => Remember(OrderedParallel.Select(Source(), i => i, _ => 1, threads: 4), seen));
        Assert.Equal(Enumerable.Range(0, 100), seen);
    }

    [Fact]
    public void Items_AreHeldUpToTheirWeight()
    {
        int held = 0, most = 0;
        IEnumerable<int> Source()
        {
            for (int i = 0; i < 64; i++)
            {
                most = Math.Max(most, ++held);
                yield return i;
            }
        }

        // A mebi each: four at once, however many items a chunk may have.
        foreach (int _ in OrderedParallel.Select(Source(), i => i, _ => 1 << 20, threads: 4))
        {
            held--;
        }

        Assert.Equal(4, most);
    }

    [Fact]
    public void Threads_AreTheMachines_WhereTheTokenizerAllowsIt()
    {
        Assert.Equal(1, new DocumentTokenizer(new ByteTokenizer(), EdgeToken.Tokenizer, EdgeToken.Always, 259).Threads);
        BytePairTrainer.Train(["some text to learn from, and some more text"], vocabSize: 275).Save(_folder["trained"]);
        Assert.Equal(
            Environment.ProcessorCount, new DocumentTokenizer(SentencePieceTokenizer.Load(_folder["trained"]), EdgeToken.Tokenizer, EdgeToken.Always, 275).Threads);
    }

    private void Compare(ITextTokenizer tokenizer)
    {
        DataRow[] rows = [.. Rows(3000)];
        byte[] one = Write(tokenizer, rows, threads: 1, dropBad: true), several = Write(tokenizer, rows, threads: 8, dropBad: true);
        Assert.True(one.Length > 100_000 && one.AsSpan().SequenceEqual(several));
    }

    /// <summary>The file of tokens that rows become.</summary>
    private byte[] Write(ITextTokenizer tokenizer, IEnumerable<DataRow> rows, int threads, bool dropBad)
    {
        string file = _folder[$"{threads}.tokens"];
        File.Delete(file);
        DocumentTokenizer documents = new(tokenizer, EdgeToken.Tokenizer, EdgeToken.Always, tokenizer.VocabSize) { Threads = threads };
        using (TokenStoreWriter writer = new(file))
        {
            documents.Write(rows, "a.jsonl", "line", dropBad, keptOut: null, writer, CancellationToken.None);
        }

        return File.ReadAllBytes(file);
    }

    /// <summary>Texts of many scripts; each fiftieth row is bad, each seventieth not taken, and some are empty.</summary>
    private static IEnumerable<DataRow> Rows(int count)
    {
        string[] words = ["the ", "ladder", "s", " — ", "Größe ", "мир ", "世界", "🙂", "\n", "   ", "x1", "(", ") ", "internationalisation ", "e\u0301"];
        var random = new Random(5);
        for (int i = 1; i <= count; i++)
        {
            yield return i % 50 == 0 ? DataRow.Bad(new TrainingDataException("a.jsonl", i, "is bad."))
                : i % 70 == 0 ? DataRow.Filtered(i)
                : new DataRow(i, string.Concat(Enumerable.Range(0, random.Next(0, 40)).Select(_ => words[random.Next(words.Length)])), null);
        }
    }

    private static void Remember(IEnumerable<int> items, List<int> seen)
    {
        foreach (int item in items)
        {
            seen.Add(item);
        }
    }
}
