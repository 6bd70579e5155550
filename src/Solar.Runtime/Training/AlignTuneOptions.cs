using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Training;

/// <summary>What a run of preference alignment needs, by the names of TRL's DPOConfig (1.10) and with its learning rate.</summary>
public sealed record AlignTuneOptions : ConversationStageOptions
{
    /// <summary>The defaults.</summary>
    public AlignTuneOptions() => LearningRate = 1e-6;

    /// <summary>Strength of the pull towards the reference model.</summary>
    public double Beta { get; init; } = 0.1;

    /// <summary>What is minimised; several are added up.</summary>
    public IReadOnlyList<PreferenceLoss> LossType { get; init; } = [PreferenceLoss.Sigmoid];

    /// <summary>Weights of several losses, in their order; empty for 1 each.</summary>
    public IReadOnlyList<double> LossWeights { get; init; } = [];

    /// <summary>Share of pairs that are taken to be the wrong way round, for sigmoid (as in TRL until 0.28), robust and exo_pair.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Margin by which chosen answers are to be likelier, for simpo.</summary>
    public double SimpoGamma { get; init; } = 0.5;

    /// <summary>Weight of wanted answers, for kto.</summary>
    public double DesirableWeight { get; init; } = 1.0;

    /// <summary>Weight of unwanted answers, for kto.</summary>
    public double UndesirableWeight { get; init; } = 1.0;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        AtLeast(nameof(Beta), Beta, 0);
        Within(nameof(LabelSmoothing), LabelSmoothing, 0.5, isInclusive: !LossType.Contains(PreferenceLoss.Robust));
        AtLeast(nameof(SimpoGamma), SimpoGamma, 0);
        AtLeast(nameof(DesirableWeight), DesirableWeight, 0);
        AtLeast(nameof(UndesirableWeight), UndesirableWeight, 0);
        if (LossType.Count == 0)
        {
            throw new TrainingOptionException(nameof(LossType), "is empty, so that nothing would be minimised.");
        }

        if (LossWeights.Count > 0 && LossWeights.Count != LossType.Count)
        {
            throw new TrainingOptionException(nameof(LossWeights), $"has {LossWeights.Count} numbers for the {LossType.Count} of LossType.");
        }

        if (LossType.Contains(PreferenceLoss.Kto) && LossType.Any(loss => loss is not (PreferenceLoss.Kto or PreferenceLoss.Sft)))
        {
            throw new TrainingOptionException(nameof(LossType), "has Kto, which learns from single answers, beside losses of pairs.");
        }

        if (LossType.Contains(PreferenceLoss.ExoPair) && LabelSmoothing == 0)
        {
            throw new TrainingOptionException(nameof(LabelSmoothing), "is 0, and ExoPair takes its logarithm; 1e-3 is usual.");
        }

        foreach (double weight in LossWeights)
        {
            AtLeast(nameof(LossWeights), weight, 0);
        }
    }
}
