using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using CsCheck;
using Solar.Runtime.Layers;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>Documents in rows: none is lost or doubled, and one learns of each as if it stood alone.</summary>
public sealed class PackingTests : TorchTest
{
    private static readonly Gen<int[]> Lengths = Gen.Int[1, 40].Array[1, 60];

    [Fact]
    public void BestFit_KeepsPiecesWhole_AndRowsWithinTheirLength() => Lengths.Sample(lengths =>
    {
        const int rowLength = 40;
        RowPiece[] pieces = Pieces(lengths);

        PackedRows packed = RowPacker.FitBest(pieces, rowLength);

        Assert.Equal(pieces, packed.Pieces.OrderBy(piece => piece.Source.Document));
        int[] used = [.. Rows(packed).Select(row => row.Sum(piece => piece.Length))];
        Assert.All(used, length => Assert.InRange(length, 1, rowLength));
        Assert.All(Rows(packed), row => Assert.Equal(row.OrderBy(piece => piece.Source.Document), row));

        // Best fit decreasing is known never to need more than 11/9 of the best packing, and one row.
        int least = (lengths.Sum() + rowLength - 1) / rowLength;
        Assert.True(used.Length >= least);
        Assert.True(used.Count(length => 2 * length <= rowLength) <= 1, "two rows that are half empty would have been one");
    });

    [Fact]
    public void BestFit_IsThePlainAlgorithm() => Lengths.Sample(lengths =>
    {
        const int rowLength = 40;

        // By the book: from the longest to the shortest, into the fullest row that has room.
        List<List<int>> rows = [];
        foreach (int piece in Enumerable.Range(0, lengths.Length).OrderByDescending(i => lengths[i]).ThenBy(i => i))
        {
            List<int>? tightest = rows.Where(row => row.Sum(i => lengths[i]) + lengths[piece] <= rowLength).MaxBy(row => row.Sum(i => lengths[i]));
            if (tightest is null)
            {
                rows.Add(tightest = []);
            }

            tightest.Add(piece);
        }

        int[] used = [.. Rows(RowPacker.FitBest(Pieces(lengths), rowLength)).Select(row => row.Sum(piece => piece.Length))];
        Assert.Equal(rows.Select(row => row.Sum(i => lengths[i])).Order(), used.Order());
    });

    [Fact]
    public void Wrapping_IsTheStreamInRows() => Gen.Select(Lengths, Gen.Int[2, 50]).Sample((lengths, rowLength) =>
    {
        PackedRows packed = RowPacker.Wrap(Pieces(lengths), rowLength);

        (int, int)[] stream = [.. lengths.SelectMany((length, document) => Enumerable.Range(0, length).Select(i => (document, i)))];
        Assert.Equal(lengths.Sum() / rowLength, packed.Starts.Length - 1);
        Assert.All(Rows(packed), row => Assert.Equal(rowLength, row.Sum(piece => piece.Length)));
        Assert.Equal(
            stream.Take(packed.Pieces.Sum(piece => piece.Length)),
            packed.Pieces.SelectMany(piece => Enumerable.Range(piece.Offset, piece.Length).Select(i => (piece.Source.Document, i))));
    });

    [SkippableTheory]
    [InlineData("llama", Packing.Bfd)]
    [InlineData("llama", Packing.Wrapped)]
    [InlineData("llama_linear_rope", Packing.Bfd)]
    [InlineData("mistral_sw8", Packing.Bfd)]
    [InlineData("mistral_sw8", Packing.Wrapped)]
    public async Task PackedLoss_IsTheTokenWeightedMeanOfTheDocumentsAlone(string name, Packing packing)
    {
        HandwrittenLlama model = HandwrittenWeights.Load(SolarAssets.Path($"golden/{name}"));
        using TemporaryFolder folder = new();
        for (int seed = 0; seed < 4; seed++)
        {
            Random random = new(seed);
            string[] texts = [.. Enumerable.Range(0, 12).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => (char)random.Next('a', 'z' + 1))]))];
            folder.Write("a.jsonl", string.Join('\n', texts.Select(text => JsonSerializer.Serialize(new { text }))));
            PretrainOptions options = new() { MaxLength = 32, PackingStrategy = packing, DataDirectory = folder.Path, CacheDirectory = "" };
            DatasetDescription data = new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Field = "text" };
            using TokenRows rows = (await TrainingData.OpenAsync([data], options, new LetterTokenizer(), 128)).Rows;

            using var parameters = new TrainedParameters(model);
            Batch batch = new(0, [[.. Enumerable.Range(0, rows.Count)]], rows, CPU, parameters, default);
            MicroBatch micro = batch.Single();
            Assert.NotNull(micro.Context.DocumentIds);

            // MicroBatch frees its tensors when the loop goes on: the numbers are taken again.
            PackedBatch packed = new(rows, [.. Enumerable.Range(0, rows.Count)]);
            long[] shape = [rows.Count, rows.RowLength];
            Tensor logits = model.forward(
                tensor(packed.Ids, shape), new ForwardContext { Positions = tensor(packed.Positions, shape), DocumentIds = tensor(packed.Documents, shape) });
            Tensor loss = Sum(logits, tensor(packed.Labels, shape)) / batch.Targets;

            double sum = 0;
            long targets = 0;
            for (int row = 0; row < rows.Count; row++)
            {
                int start = 0;
                foreach (RowPiece piece in rows.Pieces(row).ToArray())
                {
                    Tensor ids = tensor(rows[row].Skip(start).Take(piece.Length).Select(id => (long)id).ToArray(), [1, piece.Length]);
                    sum += piece.Length > 1 ? Sum(model.forward(ids), ids).item<float>() : 0;
                    targets += piece.Length - 1;
                    start += piece.Length;
                }
            }

            Assert.Equal(targets, batch.Targets);
            Assert.Equal(sum / targets, loss.item<float>(), 1e-5);
        }
    }

    [Fact]
    public async Task JoinedDocuments_AreOneStreamOfTargets()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.txt", "ab\ncd\nef");
        PretrainOptions options = new() { MaxLength = 6, IsolateDocuments = false, DataDirectory = folder.Path, CacheDirectory = "" };
        DatasetDescription data = new() { Name = "Tests.A", Kind = "text_file", Path = "a.txt", SampleBy = "line" };
        using TokenRows rows = (await TrainingData.OpenAsync([data], options, new ByteTokenizer(), 259)).Rows;

        PackedBatch joined = new(rows, [0, 1]);

        Assert.False(joined.HasSeveralDocuments);
        Assert.Equal((5, 5), (rows.Targets(0), rows.Targets(1)));
        Assert.Equal([-100, .. joined.Ids[1..6], -100, .. joined.Ids[7..]], joined.Labels);
    }

    [Fact]
    public async Task PaddedRow_LearnsNothingOfItsPadding()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.txt", "abc\nd");
        PretrainOptions options = new() { MaxLength = 9, PackingStrategy = Packing.Bfd, DataDirectory = folder.Path, CacheDirectory = "" };
        DatasetDescription data = new() { Name = "Tests.A", Kind = "text_file", Path = "a.txt", SampleBy = "line" };
        using TokenRows rows = (await TrainingData.OpenAsync([data], options, new ByteTokenizer(), 259)).Rows;

        PackedBatch packed = new(rows, [0]);

        Assert.Equal((1, 8L, 1L), (rows.Count, rows.UsedCount, rows.PaddingCount));
        Assert.Equal([1, 100, 101, 102, 2, 1, 103, 2, 0], packed.Ids);
        Assert.Equal([-100, 100, 101, 102, 2, -100, 103, 2, -100], packed.Labels);
        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2, 0], packed.Positions);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 2], packed.Documents);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0], packed.Mask);
        Assert.True(packed.HasPadding);
        Assert.Equal(6, rows.Targets(0));
    }

    [Fact]
    public async Task ForwardPasses_CountByTheirTokens_AndTellWherePaddingStands()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.txt", "abcdefg\nab");                                    // rows of 9 and 4 tokens
        PretrainOptions options = new() { MaxLength = 9, PackingStrategy = Packing.Bfd, DataDirectory = folder.Path, CacheDirectory = "" };
        DatasetDescription data = new() { Name = "Tests.A", Kind = "text_file", Path = "a.txt", SampleBy = "line" };
        using TokenRows rows = (await TrainingData.OpenAsync([data], options, new ByteTokenizer(), 259)).Rows;
        using var parameters = new TrainedParameters(nn.Linear(1, 1));
        var batch = new Batch(0, [[0], [1]], rows, CPU, parameters, default);

        (double Share, long[]? Mask)[] passes = [.. batch.Select(micro => (micro.Share, micro.AttentionMask?.data<long>().ToArray()))];

        Assert.Equal([9 / 13.0, 4 / 13.0], passes.Select(pass => pass.Share));
        Assert.Null(passes[0].Mask);
        Assert.Equal([1, 1, 1, 1, 0, 0, 0, 0, 0], passes[1].Mask!);
    }

    private static Tensor Sum(Tensor logits, Tensor labels) => nn.functional.cross_entropy(
        logits[.., ..^1].reshape(-1, logits.size(2)), labels[.., 1..].reshape(-1), ignore_index: Losses.IgnoreIndex, reduction: nn.Reduction.Sum);

    private static RowPiece[] Pieces(int[] lengths) => [.. lengths.Select((length, document) => new RowPiece(new DocumentReference(0, document), 0, length))];

    private static IEnumerable<RowPiece[]> Rows(PackedRows packed) =>
        Enumerable.Range(0, packed.Starts.Length - 1).Select(row => packed.Pieces[packed.Starts[row]..packed.Starts[row + 1]]);

    /// <summary>A token for each letter, within a vocabulary of 128.</summary>
    private sealed class LetterTokenizer : ITextTokenizer
    {
        public int VocabSize => 128;

        public int BosId => 1;

        public int EosId => 2;

        public bool AddsBos => true;

        public bool AddsEos => true;

        public IReadOnlyList<int> Encode(string text, bool addBos) => [.. addBos ? [BosId] : Array.Empty<int>(), .. text.Select(letter => letter - 'a' + 3)];

        public string Decode(IEnumerable<int> ids) => string.Concat(ids.Where(id => id > 2).Select(id => (char)('a' + id - 3)));
    }
}
