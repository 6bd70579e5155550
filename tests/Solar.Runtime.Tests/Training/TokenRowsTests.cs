using System;
using System.Linq;
using CsCheck;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Data;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public class TokenRowsTests
{
    private static readonly ByteTokenizer Tokenizer = new();

    [Fact]
    public void Documents_AreSeparatedJoinedAndCut()
    {
        TokenRows rows = Build(4, "ab", "", "c");

        int a = 'a' + 3, b = 'b' + 3;
        Assert.Equal((1, 7L, 2), (rows.Count, rows.TokenCount, rows.DocumentCount));
        Assert.Equal([1, a, b, 2], rows[0].ToArray());
    }

    [Fact]
    public void Rows_KnowWhereTheyBegin()
    {
        TokenRows rows = Build(3, "abcd", "efgh");

        Assert.Equal("f0, line 1; f1, line 2", rows.Places([0, 1, 2]));
    }

    [Fact]
    public void TokenOutsideTheVocabulary_IsNamedWithItsText()
    {
        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => TokenRowsBuilder.Build([new("az", "f", 5)], Tokenizer, 2, vocabSize: 'b' + 3));

        Assert.Equal(("f", 5L), (thrown.File, thrown.Line));
        Assert.Contains("token 125 ('z') is outside the model's vocabulary of 101", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EndOfTextOutsideTheVocabulary_IsTheTokenizersFault()
    {
        Assert.Throws<TrainingOptionException>(() => TokenRowsBuilder.Build([new("a", "f", 1)], Tokenizer, 2, vocabSize: 2));
    }

    [Fact]
    public void TooFewTokensForOneRow_IsRefused()
    {
        TrainingDataException thrown = Assert.Throws<TrainingDataException>(() => Build(100, "ab", "c"));

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

    private static TokenRows Build(int maxLength, params string[] texts) => TokenRowsBuilder.Build(
        texts.Select((text, i) => new TrainingDocument(text, $"f{i}", i + 1)), Tokenizer, maxLength, Tokenizer.VocabSize);
}
