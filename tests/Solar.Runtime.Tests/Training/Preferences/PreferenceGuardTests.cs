using System;
using Solar.Runtime.Training.Preferences;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Preferences;

public sealed class PreferenceGuardTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    private readonly PreferenceGuard _guard = new(rows => $"pairs.jsonl, line {rows[0] + 1}");

    public PreferenceGuardTests() => SingleThread.Use();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void PairsAsTheyShouldBe_Pass()
    {
        PairLogProbs pairs = Pairs([-3, -40], [-5, -2]);

        _guard.Check(pairs, [4, 9]);
        _guard.CheckStart(pairs, new PreferenceObjective(), [4, 9]);
    }

    [Fact]
    public void SideWithoutATokenThatIsLearnt_IsNamedWithItsRow()
    {
        PairLogProbs pairs = Pairs([-3, -40], [-5, 0]) with { RejectedTokens = tensor(new long[] { 4, 0 }) };

        PreferenceException thrown = Assert.Throws<PreferenceException>(() => _guard.Check(pairs, [4, 9]));

        Assert.Equal([9], thrown.Rows);
        Assert.StartsWith("row 9 (pairs.jsonl, line 10): the rejected answer has no token that is learnt", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void LogProbabilityThatIsNotFinite_IsNamedWithItsRow(float value)
    {
        Assert.Equal([7], Assert.Throws<PreferenceException>(() => _guard.Check(Pairs([value, -40], [-5, -2]), [7, 9])).Rows);

        PairLogProbs reference = Pairs([-3, -40], [-5, -2]) with { ReferenceRejected = tensor(new[] { -5, value }) };
        Assert.Equal([9], Assert.Throws<PreferenceException>(() => _guard.Check(reference, [7, 9])).Rows);

        AnswerLogProbs answers = new(tensor(new[] { -3, value }), tensor(new[] { -3f, -4 }), tensor(new[] { true, false }));
        Assert.Equal([9], Assert.Throws<PreferenceException>(() => _guard.Check(answers, [7, 9])).Rows);
    }

    [Fact]
    public void ReferenceOfOtherWeights_IsFoundBeforeTheFirstStep()
    {
        PairLogProbs pairs = Pairs([-3, -40], [-5, -2]) with { ReferenceRejected = tensor(new[] { -5f, -2.5f }) };

        PreferenceException thrown = Assert.Throws<PreferenceException>(() => _guard.CheckStart(pairs, new PreferenceObjective(), [4, 9]));

        Assert.Equal([9], thrown.Rows);
        Assert.Contains("log-probability is -2 before the first step and its reference's -2.5: they are not one model", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Rounding of bfloat16 is no other model.</summary>
    [Fact]
    public void Rounding_IsAllowedForByTheType()
    {
        PairLogProbs pairs = Pairs([-3, -40], [-5, -2]) with { ReferenceChosen = tensor(new[] { -3f, -39.8f }) };

        _guard.CheckStart(pairs, new PreferenceObjective(), [4, 9], isHalf: true);
        Assert.Throws<PreferenceException>(() => _guard.CheckStart(pairs, new PreferenceObjective(), [4, 9]));
    }

    [Fact]
    public void WithoutAReference_ThereIsNothingToStartAt() =>
        _guard.CheckStart(
            Pairs([-3, -40], [-5, -2]) with { ReferenceChosen = null, ReferenceRejected = null }, new PreferenceObjective { Types = [PreferenceLoss.Simpo] }, [4, 9]);

    private static PairLogProbs Pairs(float[] chosen, float[] rejected) =>
        new(tensor(chosen), tensor(rejected), tensor(chosen), tensor(rejected), tensor(new long[] { 3, 8 }), tensor(new long[] { 4, 2 }));
}
