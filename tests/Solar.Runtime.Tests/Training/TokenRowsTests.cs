using System;
using System.Linq;
using System.Threading.Tasks;
using CsCheck;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public sealed class TokenRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Documents_AreSeparatedJoinedAndCut()
    {
        using TokenRows rows = await Rows(4, "ab", "", "c");

        int a = 'a' + 3, b = 'b' + 3;
        Assert.Equal((1, 7L, 4L, 2), (rows.Count, rows.TokenCount, rows.UsedCount, rows.DocumentCount));
        Assert.Equal([1, a, b, 2], rows[0]);
    }

    [Fact]
    public async Task Rows_KnowWhereTheirDocumentsStand()
    {
        using TokenRows rows = await Rows(3, "abcd", "efgh");

        Assert.Equal("a.jsonl, line 1; a.jsonl, line 2", rows.Places([0, 1, 2]));
        Assert.Equal("a.jsonl, line 2", rows.Places([2, 3]));
    }

    [Theory]
    [InlineData(EdgeToken.Tokenizer, EdgeToken.Tokenizer, new[] { 1, 100, 101 })]
    [InlineData(EdgeToken.Never, EdgeToken.Always, new[] { 100, 101, 2 })]
    [InlineData(EdgeToken.Always, EdgeToken.Never, new[] { 1, 100, 101 })]
    public async Task EdgeTokens_AreAddedAsTheOptionsSay(EdgeToken bos, EdgeToken eos, int[] expected)
    {
        using TokenRows rows = (await Open(Options(3) with { AddBos = bos, AddEos = eos }, 259, "ab")).Rows;

        Assert.Equal(expected, rows[0]);
    }

    [Fact]
    public async Task TokenOutsideTheVocabulary_IsNamedWithItsText()
    {
        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Open(Options(2), 'b' + 3, "a", "az"));

        Assert.Equal((_folder["a.jsonl"], 2L), (thrown.File, thrown.Line));
        Assert.Contains("token 125 ('z') is outside the model's vocabulary of 101", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EdgeTokenOutsideTheVocabulary_IsTheTokenizersFault()
    {
        await Assert.ThrowsAsync<TrainingOptionException>(() => Open(Options(2), 2, "a"));
    }

    [Fact]
    public async Task TooFewTokensForOneRow_IsRefused()
    {
        TrainingDataException thrown = await Assert.ThrowsAsync<TrainingDataException>(() => Rows(100, "ab", "c"));

        Assert.Contains("have 7 tokens in all, fewer than one row of MaxLength 100", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Order_IsAPermutationThatSeedAndEpochFix() => Gen.Select(Gen.Int[1, 300], Gen.Int[0, 50], Gen.Int[0, 5]).Sample((count, seed, epoch) =>
    {
        int[] order = RowOrder.Of(count, seed, epoch);
        Assert.Equal(Enumerable.Range(0, count), order.Order());
        Assert.Equal(order, RowOrder.Of(count, seed, epoch));
    });

    [Fact]
    public void Order_IsTheSameForEver()
    {
        Assert.Equal(PinnedOrder, RowOrder.Of(10, seed: 42, epoch: 0));
        Assert.NotEqual(PinnedOrder, RowOrder.Of(10, seed: 42, epoch: 1));
        Assert.NotEqual(PinnedOrder, RowOrder.Of(10, seed: 43, epoch: 0));
    }

    [Fact]
    public void Order_PutsEveryRowEverywhere()
    {
        int[,] seen = new int[5, 5];
        for (int seed = 0; seed < 5000; seed++)
        {
            int[] order = RowOrder.Of(5, seed, epoch: 0);
            for (int place = 0; place < 5; place++)
            {
                seen[place, order[place]]++;
            }
        }

        Assert.All(seen.Cast<int>(), count => Assert.InRange(count, 850, 1150));     // 1000 ± 5 standard deviations
    }

    [Fact]
    public void Plan_ShowsEveryRowOnceAnEpoch() => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 7], Gen.Int[1, 5]).Sample((count, batch, accumulation) =>
    {
        PretrainOptions options = new() { PerDeviceTrainBatchSize = batch, GradientAccumulationSteps = accumulation, NumTrainEpochs = 2 };
        StepPlan plan = new(count, options);
        Assert.Equal(2 * plan.StepsPerEpoch, plan.TotalSteps);

        for (long epoch = 0; epoch < 2; epoch++)
        {
            int[][][] steps = [.. Enumerable.Range(0, (int)plan.StepsPerEpoch).Select(step => plan.Rows((epoch * plan.StepsPerEpoch) + step))];
            Assert.Equal(Enumerable.Range(0, count), steps.SelectMany(step => step).SelectMany(rows => rows).Order());
            Assert.All(steps, step => Assert.InRange(step.Length, 1, accumulation));
            Assert.All(steps.SelectMany(step => step), rows => Assert.InRange(rows.Length, 1, batch));
        }

        Assert.Equal(2L * count, plan.RowsBefore(2 * plan.StepsPerEpoch));
        Assert.Equal(plan.Rows(0).Sum(rows => rows.Length), plan.RowsBefore(1));
    });

    [Theory]
    [InlineData(10, -1, 2.0, 6)]       // 3 steps a pass (4 + 4 + 2 rows)
    [InlineData(10, -1, 0.5, 2)]
    [InlineData(10, 7, 2.0, 7)]        // max_steps goes before epochs
    public void TotalSteps_AreThoseOfTheTrainer(int rows, int maxSteps, double epochs, long expected)
    {
        PretrainOptions options = new() { PerDeviceTrainBatchSize = 2, GradientAccumulationSteps = 2, MaxSteps = maxSteps, NumTrainEpochs = epochs };

        Assert.Equal(expected, new StepPlan(rows, options).TotalSteps);
    }

    // From a second program with the same three published algorithms.
    private static readonly int[] PinnedOrder = [0, 3, 5, 7, 9, 8, 2, 1, 4, 6];

    private PretrainOptions Options(int maxLength) => new() { MaxLength = maxLength, DataDirectory = _folder.Path, CacheDirectory = "" };

    private async Task<TokenRows> Rows(int maxLength, params string[] texts) => (await Open(Options(maxLength), new ByteTokenizer().VocabSize, texts)).Rows;

    private Task<TrainingData> Open(PretrainOptions options, long vocabSize, params string[] texts)
    {
        _folder.Write("a.jsonl", string.Concat(texts.Select(text => $"{{\"text\":\"{text}\"}}\n")));
        DatasetDescription data = new() { Name = "Tests.A", Kind = "json_lines", Path = "a.jsonl", Field = "text" };
        return TrainingData.OpenAsync([data], options, new ByteTokenizer(), vocabSize);
    }
}
