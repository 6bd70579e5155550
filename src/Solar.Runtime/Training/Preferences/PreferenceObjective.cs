using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>
/// What an alignment minimises: one objective or the weighted sum of several, as a function of log-probabilities alone. Formulas are TRL's:
/// those of its DPOTrainer 0.29 and later, with the label smoothing of sigmoid that it had until 0.28; simpo is that of its CPOTrainer,
/// orpo of its ORPOTrainer, kto of its KTOTrainer, kto_pair of TRL 0.8.
/// </summary>
public sealed record PreferenceObjective
{
    /// <summary>The objectives.</summary>
    public IReadOnlyList<PreferenceLoss> Types { get; init; } = [PreferenceLoss.Sigmoid];

    /// <summary>What each counts, in the order of <see cref="Types"/>; empty for 1 each (TRL's <c>loss_weights</c>, 0.20 and later).</summary>
    public IReadOnlyList<double> Weights { get; init; } = [];

    /// <summary>β: how much a log-ratio counts. For <c>orpo</c> the weight of the odds ratio, its paper's λ.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>
    /// ε, the share of pairs that is taken to be the wrong way round: of <c>sigmoid</c> (TRL 0.7.11 to 0.28) and <c>simpo</c>, of <c>robust</c>, and of
    /// <c>exo_pair</c>, which needs one above 0.
    /// </summary>
    public double LabelSmoothing { get; init; }

    /// <summary>γ: by how much β times the log-probability of a token is to be greater in the better answer (<c>simpo</c>).</summary>
    public double SimpoGamma { get; init; } = 0.5;

    /// <summary>What an answer that is wanted counts (<c>kto</c>).</summary>
    public double DesirableWeight { get; init; } = 1;

    /// <summary>What an answer that is not wanted counts (<c>kto</c>).</summary>
    public double UndesirableWeight { get; init; } = 1;

    /// <summary>Whether a reference model is compared with.</summary>
    public bool NeedsReference => Types.Any(type => type is not (PreferenceLoss.Simpo or PreferenceLoss.Orpo or PreferenceLoss.Sft));

    /// <summary>Whether rows are single answers that are wanted or not, instead of pairs.</summary>
    public bool IsOfSingleAnswers => Types.Contains(PreferenceLoss.Kto);

    /// <summary>
    /// The part of a forward pass in the loss of the whole optimiser step: means are over the pairs, and for the likelihood of the better answers
    /// (<c>sft</c>, and within <c>orpo</c>) over the tokens, of the step, so that accumulating gives the gradient of one large batch.
    /// TRL divides by the pass and then by the number of passes, which is the same for pairs and not for tokens. <c>kto_pair</c> alone
    /// depends on how a step is divided: its means are a pass's.
    /// </summary>
    /// <param name="logps">The pairs of the pass.</param>
    /// <param name="pairs">Pairs of the whole step.</param>
    /// <param name="chosenTokens">Tokens of the better answers of the whole step.</param>
    /// <returns>A scalar, connected to <paramref name="logps"/>.</returns>
    /// <exception cref="ArgumentException">The objective is of single answers, or log-probabilities of the reference are missing.</exception>
    public Tensor Loss(PairLogProbs logps, long pairs, long chosenTokens)
    {
        ArgumentNullException.ThrowIfNull(logps);
        return Sum(type => type switch
        {
            PreferenceLoss.Sft => -logps.Chosen.sum() / Math.Max(1, chosenTokens),
            PreferenceLoss.Orpo => (-logps.Chosen.sum() / Math.Max(1, chosenTokens)) + (PairLosses.Of(type, logps, this).sum() / Math.Max(1, pairs)),
            _ => PairLosses.Of(type, logps, this).sum() / Math.Max(1, pairs),
        });
    }

    /// <summary>The part of a forward pass over single answers (<c>kto</c>) in the loss of the whole optimiser step.</summary>
    /// <param name="logps">The answers of the pass.</param>
    /// <param name="divergence">From <see cref="AnswerLogProbs.Divergence"/>: what answers are held against, a scalar without gradient.</param>
    /// <param name="answers">Answers of the whole step.</param>
    /// <param name="desirableTokens">Tokens of the wanted answers of the whole step.</param>
    /// <returns>A scalar, connected to <paramref name="logps"/>.</returns>
    /// <exception cref="ArgumentException">The objective is of pairs.</exception>
    public Tensor Loss(AnswerLogProbs logps, Tensor divergence, long answers, long desirableTokens)
    {
        ArgumentNullException.ThrowIfNull(logps);
        ArgumentNullException.ThrowIfNull(divergence);
        return Sum(type => type switch
        {
            PreferenceLoss.Kto => Kto(logps, divergence).sum() / Math.Max(1, answers),
            PreferenceLoss.Sft => -logps.Answers.masked_fill(logps.IsDesirable.logical_not(), 0).sum() / Math.Max(1, desirableTokens),
            _ => throw new ArgumentException($"{type} is an objective of pairs, and the rows are single answers.", nameof(logps)),
        });
    }

    // 1 − σ(β(z − KL)) of wanted answers, 1 − σ(β(KL − z)) of others.
    private Tensor Kto(AnswerLogProbs logps, Tensor divergence)
    {
        Tensor above = Beta * (logps.Ratio - divergence);
        return where(logps.IsDesirable, DesirableWeight * (1 - above.sigmoid()), UndesirableWeight * (1 - above.neg().sigmoid()));
    }

    private Tensor Sum(Func<PreferenceLoss, Tensor> part)
    {
        if (Types.Count == 0 || (Weights.Count > 0 && Weights.Count != Types.Count))
        {
            throw new ArgumentException($"There are {Types.Count} objectives and {Weights.Count} weights.");
        }

        Tensor? sum = null;
        for (int i = 0; i < Types.Count; i++)
        {
            Tensor weighted = part(Types[i]) * (Weights.Count == 0 ? 1 : Weights[i]);
            sum = sum is null ? weighted : sum + weighted;
        }

        return sum!;
    }
}
