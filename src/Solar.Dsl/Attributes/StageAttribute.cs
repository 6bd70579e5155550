using System;

namespace Solar;

/// <summary>What all training stages declare: where they start, on what they train, and the hyper-parameters, named as in Hugging Face's TrainingArguments and TRL (1.10).</summary>
/// <param name="model">The model, stage or merge from whose weights the stage starts.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class StageAttribute(Type model) : Attribute
{
    /// <summary>The model, stage or merge from whose weights the stage starts.</summary>
    public Type Model { get; } = model;

    /// <summary>The declared data sets to train on.</summary>
    public Type[] Data { get; set; } = [];

    /// <summary>The declared data sets to evaluate on while it trains; none of them should be among <see cref="Data"/>.</summary>
    public Type[] EvalData { get; set; } = [];

    /// <summary>The declared evaluation sets, of any format, whose items <see cref="Data"/> must not have, in whole or in part.</summary>
    public Type[] Decontaminate { get; set; } = [];

    /// <summary>Peak learning rate. Default: 5e-5.</summary>
    public double LearningRate { get; set; } = 5e-5;

    /// <summary>Shape of the learning rate over the steps. Default: <see cref="SchedulerType.Linear"/>.</summary>
    public SchedulerType LrSchedulerType { get; set; }

    /// <summary>
    /// Learning rate at the end as a share of the peak, for <see cref="SchedulerType.CosineWithMinLr"/> and
    /// <see cref="SchedulerType.WarmupStableDecay"/>. Default: 0.
    /// </summary>
    public double LrSchedulerMinLrRate { get; set; }

    /// <summary>Last steps, over which <see cref="SchedulerType.WarmupStableDecay"/> falls; 0 for a tenth of all. Default: 0.</summary>
    public int LrSchedulerNumDecaySteps { get; set; }

    /// <summary>How <see cref="SchedulerType.WarmupStableDecay"/> falls. Default: <see cref="DecayType.Cosine"/>.</summary>
    public DecayType LrSchedulerDecayType { get; set; }

    /// <summary>Share of the steps over which the learning rate rises. Default: 0.</summary>
    public double WarmupRatio { get; set; }

    /// <summary>Steps over which the learning rate rises; overrides <see cref="WarmupRatio"/> where it is not 0. Default: 0.</summary>
    public int WarmupSteps { get; set; }

    /// <summary>Number of optimiser steps; -1 for as many as <see cref="NumTrainEpochs"/> gives. Default: -1.</summary>
    public int MaxSteps { get; set; } = -1;

    /// <summary>Passes over the data where <see cref="MaxSteps"/> is not set. Default: 3.</summary>
    public double NumTrainEpochs { get; set; } = 3.0;

    /// <summary>Rows of one forward pass. Default: 8.</summary>
    public int PerDeviceTrainBatchSize { get; set; } = 8;

    /// <summary>Forward passes of one optimiser step. Default: 1.</summary>
    public int GradientAccumulationSteps { get; set; } = 1;

    /// <summary>Tokens of one row. Default: 1024.</summary>
    public int MaxLength { get; set; } = 1024;

    /// <summary>Decoupled weight decay, of what <see cref="WeightDecayParameters"/> names. Default: 0.</summary>
    public double WeightDecay { get; set; }

    /// <summary>
    /// Names of the parameters that decay, as the checkpoint has them, <c>*</c> for any characters: <c>*</c> for all. Where it is not written, matrices do, and
    /// no norm or bias, as in Hugging Face's Trainer.
    /// </summary>
    public string[] WeightDecayParameters { get; set; } = [];

    /// <summary>Decay of the first moment. Default: 0.9.</summary>
    public double AdamBeta1 { get; set; } = 0.9;

    /// <summary>Decay of the second moment. Default: 0.999.</summary>
    public double AdamBeta2 { get; set; } = 0.999;

    /// <summary>Added to the root of the second moment. Default: 1e-8.</summary>
    public double AdamEpsilon { get; set; } = 1e-8;

    /// <summary>Gradients are scaled down to this norm; 0 for never. Default: 1.</summary>
    public double MaxGradNorm { get; set; } = 1.0;

    /// <summary>Seed of shuffling and sampling. Default: 42.</summary>
    public int Seed { get; set; } = 42;

    /// <summary>Whether the forward pass runs in bfloat16. Default: false.</summary>
    public bool Bf16 { get; set; }

    /// <summary>
    /// Whether layers keep their input alone for the backward pass and are computed again in it: less memory, a forward pass more, the same
    /// gradients. Default: false.
    /// </summary>
    public bool GradientCheckpointing { get; set; }

    /// <summary>Steps between two lines of the log. Default: 10.</summary>
    public int LoggingSteps { get; set; } = 10;

    /// <summary>Steps between two saved states; 0 for only at the end. Default: 500.</summary>
    public int SaveSteps { get; set; } = 500;

    /// <summary>Saved states that are kept; older ones go. Default: 1.</summary>
    public int SaveTotalLimit { get; set; } = 1;

    /// <summary>Steps between two evaluations on <see cref="EvalData"/>; 0 for only at the end. Default: 0.</summary>
    public int EvalSteps { get; set; }

    /// <summary>Rows of one forward pass of an evaluation. Default: 8.</summary>
    public int PerDeviceEvalBatchSize { get; set; } = 8;

    /// <summary>Whether the result is the model of the best evaluation instead of the last step's. Default: false.</summary>
    public bool LoadBestModelAtEnd { get; set; }

    /// <summary>Evaluations in a row without a better loss after which training stops; 0 for never. Default: 0.</summary>
    public int EarlyStoppingPatience { get; set; }

    /// <summary>By how much an evaluation must be better to count as better. Default: 0.</summary>
    public double EarlyStoppingThreshold { get; set; }

    /// <summary>Loss above which a step counts as a spike; 0 for none. Default: 0.</summary>
    public double LossWatchdogThreshold { get; set; }

    /// <summary>Spikes in a row at which training stops. Default: 3.</summary>
    public int LossWatchdogPatience { get; set; } = 3;

    /// <summary>What becomes of a run whose data overlaps a set of <see cref="Decontaminate"/>. Default: <see cref="ContaminationAction.Error"/>.</summary>
    public ContaminationAction ContaminationAction { get; set; }

    /// <summary>So many words in a row that an evaluation item has, too, are an overlap, 5 to 100. Default: 13, as in GPT-3 and EleutherAI's harness.</summary>
    public int ContaminationNgramSize { get; set; } = 13;

    /// <summary>
    /// Names of the parameters that are trained, <c>*</c> for any characters, <c>new_layers</c> for the layers that the recipe adds. Default: all.
    /// </summary>
    public string[] UnfrozenParameters { get; set; } = [];

    /// <summary>
    /// By what the learning rate of some parameters is multiplied, such as <c>"lm_head.*: 2"</c>, or <c>"seam: 0.5"</c> for the layers on both
    /// sides of where a recipe joins pieces; the first that fits counts. Default: 1 for all.
    /// </summary>
    public string[] LrScales { get; set; } = [];

    /// <summary>
    /// Rank of the low-rank adapters that are trained in place of the weights (LoRA, Hu et al., 2021); 0 trains the weights. What
    /// <see cref="UnfrozenParameters"/> names is trained in full. Default: 0.
    /// </summary>
    public int LoraR { get; set; }

    /// <summary>What adapters count: their product is multiplied by this / <see cref="LoraR"/>. Default: 32.</summary>
    public double LoraAlpha { get; set; } = 32.0;

    /// <summary>Share of an adapter's inputs that are dropped while it trains; an alignment drops none, since its reference would not be the model. Default: 0.05.</summary>
    public double LoraDropout { get; set; } = 0.05;

    /// <summary>
    /// The linear maps that have adapters, by the ends of their names, such as <c>q_proj</c>, or by names with <c>*</c> for any characters.
    /// Default: all but the head.
    /// </summary>
    public string[] LoraTargetModules { get; set; } = [];

    /// <summary>Whether the product is multiplied by <see cref="LoraAlpha"/> / √<see cref="LoraR"/> (rsLoRA, Kalajdzievski, 2023). Default: false.</summary>
    public bool UseRslora { get; set; }
}
