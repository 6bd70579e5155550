using System;

namespace Solar;

/// <summary>
/// Declares preference alignment: direct preference optimisation and its relatives. The reference model is the one that the stage starts from,
/// so that a chain of stages is step-wise. Names are those of TRL's DPOConfig (1.10).
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AlignTuneAttribute : ConversationStageAttribute
{
    /// <summary>Alignment from the weights of a model, a stage or a merge.</summary>
    /// <param name="model">The model, stage or merge from whose weights it starts.</param>
    public AlignTuneAttribute(Type model) : base(model) => LearningRate = 1e-6;

    /// <summary>Strength of the pull towards the reference model. Default: 0.1.</summary>
    public double Beta { get; set; } = 0.1;

    /// <summary>What is minimised; several are added up. Default: <see cref="PreferenceLoss.Sigmoid"/>.</summary>
    public PreferenceLoss[] LossType { get; set; } = [PreferenceLoss.Sigmoid];

    /// <summary>Weights of several losses, in their order. Default: 1 each.</summary>
    public double[] LossWeights { get; set; } = [];

    /// <summary>
    /// Share of pairs that are taken to be the wrong way round, for <see cref="PreferenceLoss.Sigmoid"/> (as in TRL until 0.28, later ones ignore it),
    /// <see cref="PreferenceLoss.Robust"/> and <see cref="PreferenceLoss.ExoPair"/>. Default: 0.
    /// </summary>
    public double LabelSmoothing { get; set; }

    /// <summary>Margin by which chosen answers are to be likelier, for <see cref="PreferenceLoss.Simpo"/>. Default: 0.5.</summary>
    public double SimpoGamma { get; set; } = 0.5;

    /// <summary>Weight of wanted answers, for <see cref="PreferenceLoss.Kto"/>. Default: 1.</summary>
    public double DesirableWeight { get; set; } = 1.0;

    /// <summary>Weight of unwanted answers, for <see cref="PreferenceLoss.Kto"/>. Default: 1.</summary>
    public double UndesirableWeight { get; set; } = 1.0;
}
