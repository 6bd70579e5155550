using System;
using System.Linq;
using Solar.Runtime.Training.Preferences;
using TorchSharp;
using Xunit;
using static Solar.Runtime.Tests.Training.Preferences.PairNumbers;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Preferences;

public sealed class PreferenceMetricsTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public PreferenceMetricsTests() => SingleThread.Use();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Pairs_AreToldUnderTrlsNames()
    {
        PreferenceMetrics metrics = PreferenceMetrics.Of(Pairs(..), new PreferenceObjective { Beta = 0.5 });

        Assert.Equal(
            ["rewards/chosen", "rewards/rejected", "rewards/accuracies", "rewards/margins", "logps/chosen", "logps/rejected"],
            metrics.Named().Select(metric => metric.Name));
        Assert.Equal(0.5 * C.Average(), metrics.RewardsChosen, 1e-12);
        Assert.Equal(0.5 * R.Average(), metrics.RewardsRejected, 1e-12);
        Assert.Equal(0.5 * (C.Average() - R.Average()), metrics.RewardsMargins, 1e-12);
        Assert.Equal(Chosen.Average(), metrics.LogpsChosen, 1e-12);
        Assert.Equal(Rejected.Average(), metrics.LogpsRejected, 1e-12);
    }

    /// <summary>Of four pairs two are right, one is wrong and one is a tie, which is not right.</summary>
    [Fact]
    public void ATie_IsNotRight()
    {
        PreferenceMetrics metrics = PreferenceMetrics.Of(Pairs(..), new PreferenceObjective());

        Assert.Equal((4, 2), (metrics.Pairs, metrics.Accurate));
        Assert.Equal(0.5, metrics.RewardsAccuracies);
    }

    [Fact]
    public void ModelThatIsItsReference_HasNoRewardsAndAccuracyZero()
    {
        PairLogProbs pairs = Pairs(..);
        PreferenceMetrics metrics = PreferenceMetrics.Of(pairs with { Chosen = pairs.ReferenceChosen!, Rejected = pairs.ReferenceRejected! }, new PreferenceObjective());

        Assert.Equal((0, 0, 0, 0), (metrics.RewardsChosen, metrics.RewardsRejected, metrics.RewardsMargins, metrics.RewardsAccuracies));
    }

    [Fact]
    public void PassesOfAStep_AddUp()
    {
        PreferenceObjective objective = new();

        PreferenceMetrics sum = PreferenceMetrics.None + PreferenceMetrics.Of(Pairs(..3), objective) + PreferenceMetrics.Of(Pairs(3..), objective);

        PreferenceMetrics whole = PreferenceMetrics.Of(Pairs(..), objective);
        Assert.All(sum.Named().Zip(whole.Named()), both => Assert.Equal(both.Second.Value, both.First.Value, 1e-12));
        Assert.Equal(6, sum.Named().Count());
        Assert.Empty(PreferenceMetrics.None.Named());
    }

    [Fact]
    public void ObjectivesWithoutAReference_RewardALogProbabilityOfAToken()
    {
        PairLogProbs pairs = Pairs(..) with { ReferenceChosen = null, ReferenceRejected = null };

        PreferenceMetrics metrics = PreferenceMetrics.Of(pairs, new PreferenceObjective { Types = [PreferenceLoss.Simpo], Beta = 2 });

        Assert.Equal(2 * Chosen.Zip(ChosenTokens, (sum, tokens) => sum / tokens).Average(), metrics.RewardsChosen, 1e-12);
        Assert.Equal(Chosen.Average(), metrics.LogpsChosen, 1e-12);
    }

    [Fact]
    public void SingleAnswers_HaveNoAccuracy()
    {
        AnswerLogProbs answers = new(tensor(Chosen), tensor(ReferenceChosen), tensor(new[] { true, false, true, false }));

        PreferenceMetrics metrics = PreferenceMetrics.Of(answers, new PreferenceObjective { Types = [PreferenceLoss.Kto] });

        Assert.DoesNotContain("rewards/accuracies", metrics.Named().Select(metric => metric.Name));
        Assert.Equal(0.1 * (C[0] + C[2]) / 2, metrics.RewardsChosen, 1e-12);
        Assert.Equal(0.1 * (C[1] + C[3]) / 2, metrics.RewardsRejected, 1e-12);
        Assert.Equal((Chosen[1] + Chosen[3]) / 2, metrics.LogpsRejected, 1e-12);
    }

    private static PairLogProbs Pairs(Range range) => new(
        tensor(Chosen[range]), tensor(Rejected[range]), tensor(ReferenceChosen[range]), tensor(ReferenceRejected[range]), tensor(ChosenTokens[range]), tensor(RejectedTokens[range]));
}
