using System;
using System.Linq;
using Solar.Runtime.Training.Preferences;
using TorchSharp;
using Xunit;
using static Solar.Runtime.Tests.Training.Preferences.PairNumbers;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Preferences;

public sealed class PreferenceObjectiveTests : IDisposable
{
    private const double Tolerance = 1e-12;

    private readonly DisposeScope _scope = NewDisposeScope();

    public PreferenceObjectiveTests() => SingleThread.Use();

    public void Dispose() => _scope.Dispose();

    /// <summary>Every objective of pairs, with the settings that it has.</summary>
    public static TheoryData<PreferenceLoss, double, double, double> Objectives => new()
    {
        { PreferenceLoss.Sigmoid, 0.1, 0, 0 },
        { PreferenceLoss.Sigmoid, 0.7, 0.2, 0 },
        { PreferenceLoss.Hinge, 0.1, 0, 0 },
        { PreferenceLoss.Hinge, 2, 0, 0 },
        { PreferenceLoss.Ipo, 0.1, 0, 0 },
        { PreferenceLoss.Robust, 0.3, 0.1, 0 },
        { PreferenceLoss.Robust, 0.1, 0, 0 },
        { PreferenceLoss.ExoPair, 0.1, 1e-3, 0 },
        { PreferenceLoss.ExoPair, 0.4, 0.3, 0 },
        { PreferenceLoss.NcaPair, 0.1, 0, 0 },
        { PreferenceLoss.SppoHard, 0.1, 0, 0 },
        { PreferenceLoss.ApoZero, 0.1, 0, 0 },
        { PreferenceLoss.ApoDown, 0.25, 0, 0 },
        { PreferenceLoss.Simpo, 2, 0, 0.5 },
        { PreferenceLoss.Simpo, 2.5, 0.1, 1.4 },
        { PreferenceLoss.Orpo, 0.1, 0, 0 },
        { PreferenceLoss.KtoPair, 0.1, 0, 0 },
        { PreferenceLoss.KtoPair, 1, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Objectives))]
    public void ValueAndGradients_AreThoseDerivedByHand(PreferenceLoss loss, double beta, double epsilon, double gamma)
    {
        PreferenceObjective objective = new() { Types = [loss], Beta = beta, LabelSmoothing = epsilon, SimpoGamma = gamma };
        PairLogProbs pairs = Pairs(0, C.Length);

        Tensor value = objective.Loss(pairs, pairs.Count, (long)ChosenTokens.Sum());
        value.backward();

        (double expected, double[] byChosen, double[] byRejected) = PairDerivations.Of(loss, beta, epsilon, gamma);
        Assert.Equal(expected, value.item<double>(), Tolerance * (1 + Math.Abs(expected)));
        Near(byChosen, pairs.Chosen.grad!);
        Near(byRejected, pairs.Rejected.grad!);
    }

    [Fact]
    public void EveryObjectiveOfPairs_IsDerived() => Assert.Equal(
        Enum.GetValues<PreferenceLoss>().Except([PreferenceLoss.Kto, PreferenceLoss.Sft]),
        Objectives.Select(row => (PreferenceLoss)row[0]).Distinct().Order());

    /// <summary>Where the model is its reference, sigmoid is ln 2, whatever β and the smoothing are, and so is its sum with nothing else.</summary>
    [Theory]
    [InlineData(0.01, 0)]
    [InlineData(0.1, 0.3)]
    [InlineData(5, 0.1)]
    public void ModelThatIsItsReference_HasALossOfLn2(double beta, double epsilon)
    {
        Tensor chosen = tensor(ReferenceChosen), rejected = tensor(ReferenceRejected);
        PairLogProbs pairs = new(chosen, rejected, chosen, rejected, tensor(ChosenTokens), tensor(RejectedTokens));

        Tensor loss = new PreferenceObjective { Beta = beta, LabelSmoothing = epsilon }.Loss(pairs, pairs.Count, 1);

        Assert.Equal(Math.Log(2), loss.item<double>(), 1e-15);
    }

    [Fact]
    public void SeveralObjectives_AreTheirWeightedSum()
    {
        PreferenceObjective both = new() { Types = [PreferenceLoss.Sigmoid, PreferenceLoss.Sft], Weights = [0.8, 0.25] };
        PairLogProbs pairs = Pairs(0, C.Length);
        long tokens = (long)ChosenTokens.Sum();

        Tensor value = both.Loss(pairs, pairs.Count, tokens);
        value.backward();

        (double sigmoid, double[] byChosen, double[] byRejected) = PairDerivations.Of(PreferenceLoss.Sigmoid, 0.1, 0, 0);
        Assert.Equal((0.8 * sigmoid) - (0.25 * Chosen.Sum() / tokens), value.item<double>(), Tolerance);
        Near([.. byChosen.Select(slope => (0.8 * slope) - (0.25 / tokens))], pairs.Chosen.grad!);
        Near([.. byRejected.Select(slope => 0.8 * slope)], pairs.Rejected.grad!);
    }

    [Fact]
    public void WithoutWeights_EachCountsOnce()
    {
        PairLogProbs pairs = Pairs(0, C.Length);
        long tokens = (long)ChosenTokens.Sum();

        double sum = new PreferenceObjective { Types = [PreferenceLoss.Sigmoid, PreferenceLoss.Sft] }.Loss(pairs, pairs.Count, tokens).item<double>();

        double sigmoid = new PreferenceObjective().Loss(pairs, pairs.Count, tokens).item<double>();
        double sft = new PreferenceObjective { Types = [PreferenceLoss.Sft] }.Loss(pairs, pairs.Count, tokens).item<double>();
        Assert.Equal(sigmoid + sft, sum, Tolerance);
    }

    /// <summary>Passes of three pairs and of one: their parts add up to the loss of four, tokens counting as tokens.</summary>
    [Theory]
    [InlineData(PreferenceLoss.Sigmoid)]
    [InlineData(PreferenceLoss.Ipo)]
    [InlineData(PreferenceLoss.Simpo)]
    [InlineData(PreferenceLoss.Orpo)]
    [InlineData(PreferenceLoss.Sft)]
    public void Accumulation_IsOneLargeBatch(PreferenceLoss loss)
    {
        PreferenceObjective objective = new() { Types = [loss, PreferenceLoss.Sft], Weights = [1, 0.5] };
        PairLogProbs whole = Pairs(0, 4), first = Pairs(0, 3), second = Pairs(3, 1);
        long tokens = (long)ChosenTokens.Sum();

        Tensor expected = objective.Loss(whole, pairs: 4, tokens);
        expected.backward();
        Tensor parts = objective.Loss(first, pairs: 4, tokens) + objective.Loss(second, pairs: 4, tokens);
        parts.backward();

        Assert.Equal(expected.item<double>(), parts.item<double>(), Tolerance);
        Near(whole.Chosen.grad!.data<double>().ToArray(), cat([first.Chosen.grad!, second.Chosen.grad!]));
    }

    [Fact]
    public void Kto_IsTheValueAndGradientOfTheFormula()
    {
        double[] z = [1.2, -1.75, 0, 12.6];
        bool[] wanted = [true, false, true, false];
        PreferenceObjective objective = new() { Types = [PreferenceLoss.Kto], Beta = 0.3, DesirableWeight = 1.5, UndesirableWeight = 0.75 };
        Tensor answers = tensor(z).requires_grad_(true);
        Tensor divergence = AnswerLogProbs.Divergence(tensor(new[] { -3.0, -4.0 }), tensor(new[] { -3.5, -4.9 }));
        Assert.Equal(0.7, divergence.item<double>(), Tolerance);

        Tensor value = objective.Loss(new AnswerLogProbs(answers, zeros_like(answers).detach(), tensor(wanted)), divergence, answers: 8, desirableTokens: 1);
        value.backward();

        double sum = 0;
        double[] slopes = new double[z.Length];
        for (int i = 0; i < z.Length; i++)
        {
            double above = 0.3 * (z[i] - 0.7);
            sum += wanted[i] ? 1.5 * (1 - Sigma(above)) : 0.75 * (1 - Sigma(-above));
            slopes[i] = 0.3 * Slope(above) * (wanted[i] ? -1.5 : 0.75) / 8;
        }

        Assert.Equal(sum / 8, value.item<double>(), Tolerance);
        Near(slopes, answers.grad!);
    }

    [Fact]
    public void Divergence_IsNeverBelowZero_AndHasNoGradient()
    {
        Tensor policy = tensor(new[] { -9.0, -4.0 }).requires_grad_(true);

        Tensor divergence = AnswerLogProbs.Divergence(policy, tensor(new[] { -3.5, -4.9 }));

        Assert.Equal(0, divergence.item<double>());
        Assert.False(divergence.requires_grad);
    }

    [Fact]
    public void MismatchedAnswers_AreThoseOfTheRowBefore()
    {
        Assert.Equal([3, 0, 1, 2], Enumerable.Range(0, 4).Select(row => AnswerLogProbs.Mismatched(row, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => AnswerLogProbs.Mismatched(0, 1));
    }

    [Fact]
    public void KtoWithSft_LearnsTheWantedAnswersOnly()
    {
        PreferenceObjective objective = new() { Types = [PreferenceLoss.Sft, PreferenceLoss.Kto], Weights = [1, 0] };
        Tensor answers = tensor(new[] { -3.0, -5.0, -8.0 }).requires_grad_(true);
        AnswerLogProbs logps = new(answers, tensor(new[] { -3.0, -5.0, -8.0 }), tensor(new[] { true, false, true }));

        Tensor value = objective.Loss(logps, zeros([], ScalarType.Float64), answers: 3, desirableTokens: 22);
        value.backward();

        Assert.Equal(0.5, value.item<double>(), Tolerance);
        Near([-1.0 / 22, 0, -1.0 / 22], answers.grad!);
    }

    [Fact]
    public void ObjectiveOfTheOtherKindOfRows_IsRefused()
    {
        AnswerLogProbs answers = new(tensor(new[] { -1.0 }), tensor(new[] { -1.0 }), tensor(new[] { true }));

        Assert.Throws<ArgumentException>(() => new PreferenceObjective { Types = [PreferenceLoss.Kto] }.Loss(Pairs(0, 2), 2, 1));
        Assert.Throws<ArgumentException>(() => new PreferenceObjective().Loss(answers, zeros([], ScalarType.Float64), 1, 1));
    }

    [Fact]
    public void ReferenceThatIsMissing_IsRefused_WhereOneIsNeeded()
    {
        PairLogProbs pairs = Pairs(0, 2) with { ReferenceChosen = null, ReferenceRejected = null };

        Assert.Throws<ArgumentException>(() => new PreferenceObjective().Loss(pairs, 2, 1));
        foreach (PreferenceLoss loss in Enum.GetValues<PreferenceLoss>().Where(loss => !new PreferenceObjective { Types = [loss] }.NeedsReference))
        {
            Assert.True(double.IsFinite(new PreferenceObjective { Types = [loss] }.Loss(pairs, 2, 19).item<double>()));
        }
    }

    /// <summary>A token whose probability rounds to one has no finite odds; the objective stays finite, and so do its gradients.</summary>
    [Fact]
    public void AnswersOfCertainty_LeaveOrpoFinite()
    {
        Tensor chosen = tensor(new[] { 0f, -3f }).requires_grad_(true), rejected = tensor(new[] { 0f, 0f }).requires_grad_(true);
        PairLogProbs pairs = new(chosen, rejected, null, null, ones(2), ones(2));

        Tensor value = new PreferenceObjective { Types = [PreferenceLoss.Orpo] }.Loss(pairs, 2, 2);
        value.backward();

        Assert.True(float.IsFinite(value.item<float>()));
        Assert.True(chosen.grad!.isfinite().all().item<bool>() && rejected.grad!.isfinite().all().item<bool>());
    }

    private static PairLogProbs Pairs(int first, int count)
    {
        Tensor Part(double[] values) => tensor(values.AsSpan(first, count).ToArray());
        return new PairLogProbs(
            Part(Chosen).requires_grad_(true),
            Part(Rejected).requires_grad_(true),
            Part(ReferenceChosen),
            Part(ReferenceRejected),
            Part(ChosenTokens),
            Part(RejectedTokens));
    }

    private static void Near(double[] expected, Tensor actual)
    {
        double[] values = actual.data<double>().ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(expected[i], values[i], Tolerance * (1 + Math.Abs(expected[i])));
        }
    }
}
