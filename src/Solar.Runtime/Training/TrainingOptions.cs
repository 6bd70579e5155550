using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training;

/// <summary>
/// What a run of every kind of stage needs: first the hyper-parameters that a declaration may write, by the names and with the
/// defaults of Hugging Face's TrainingArguments, then what only a run knows.
/// </summary>
public abstract partial record TrainingOptions
{
    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Shape of the learning rate over the steps.</summary>
    public SchedulerType LrSchedulerType { get; init; } = SchedulerType.Linear;

    /// <summary>Learning rate at the end as a share of the peak, for schedules that do not end at 0.</summary>
    public double LrSchedulerMinLrRate { get; init; }

    /// <summary>Last steps, over which <see cref="SchedulerType.WarmupStableDecay"/> falls; 0 for a tenth of all.</summary>
    public int LrSchedulerNumDecaySteps { get; init; }

    /// <summary>How <see cref="SchedulerType.WarmupStableDecay"/> falls.</summary>
    public DecayType LrSchedulerDecayType { get; init; }

    /// <summary>Share of the steps over which the learning rate rises.</summary>
    public double WarmupRatio { get; init; }

    /// <summary>Steps over which the learning rate rises; overrides <see cref="WarmupRatio"/> where it is not 0.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Number of optimiser steps; −1 for as many as <see cref="NumTrainEpochs"/> gives.</summary>
    public int MaxSteps { get; init; } = -1;

    /// <summary>Passes over the data where <see cref="MaxSteps"/> is not set.</summary>
    public double NumTrainEpochs { get; init; } = 3.0;

    /// <summary>Rows of one forward pass.</summary>
    public int PerDeviceTrainBatchSize { get; init; } = 8;

    /// <summary>Forward passes of one optimiser step.</summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary>Tokens of one row.</summary>
    public int MaxLength { get; init; } = 1024;

    /// <summary>Decoupled weight decay of the parameters that <see cref="WeightDecayParameters"/> names.</summary>
    public double WeightDecay { get; init; }

    /// <summary>
    /// Names of the parameters that decay, <c>*</c> for any run of characters; empty for the rule of Hugging Face: matrices, and no norm or bias.
    /// </summary>
    public IReadOnlyList<string> WeightDecayParameters { get; init; } = [];

    /// <summary>Decay of the first moment.</summary>
    public double AdamBeta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment.</summary>
    public double AdamBeta2 { get; init; } = 0.999;

    /// <summary>Added to the root of the second moment.</summary>
    public double AdamEpsilon { get; init; } = 1e-8;

    /// <summary>Gradients are scaled down to this norm; 0 for never.</summary>
    public double MaxGradNorm { get; init; } = 1.0;

    /// <summary>Seed of shuffling and sampling.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Whether forward and backward run in bfloat16; the optimiser then keeps float32 weights, gradients and moments.</summary>
    public bool Bf16 { get; init; }

    /// <summary>
    /// Whether layers keep their input alone for the backward pass and are computed again in it: less memory, a forward pass more, and the
    /// same gradients, bit by bit; a run may be gone on with either way.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>Steps between two lines of the log.</summary>
    public int LoggingSteps { get; init; } = 10;

    /// <summary>Steps between two saved states; 0 for only at the end, so that a run that was cut off begins anew.</summary>
    public int SaveSteps { get; init; } = 500;

    /// <summary>Saved states that are kept; older ones go. All go when the run is complete.</summary>
    public int SaveTotalLimit { get; init; } = 1;

    /// <summary>Steps between two evaluations; 0 for only at the end.</summary>
    public int EvalSteps { get; init; }

    /// <summary>Rows of one forward pass of an evaluation.</summary>
    public int PerDeviceEvalBatchSize { get; init; } = 8;

    /// <summary>Whether the result is the model of the best evaluation instead of the last step's.</summary>
    public bool LoadBestModelAtEnd { get; init; }

    /// <summary>Evaluations in a row without a better loss after which training stops; 0 for never.</summary>
    public int EarlyStoppingPatience { get; init; }

    /// <summary>By how much an evaluation must be better to count as better.</summary>
    public double EarlyStoppingThreshold { get; init; }

    /// <summary>Loss above which a step counts as a spike; 0 for none.</summary>
    public double LossWatchdogThreshold { get; init; }

    /// <summary>Spikes in a row at which training stops.</summary>
    public int LossWatchdogPatience { get; init; } = 3;

    /// <summary>What becomes of the run where its data overlaps an evaluation set that the stage declares.</summary>
    public ContaminationAction ContaminationAction { get; init; } = ContaminationAction.Error;

    /// <summary>So many words in a row that an evaluation item has, too, are an overlap.</summary>
    public int ContaminationNgramSize { get; init; } = Data.Contamination.NgramIndex.DefaultSize;

    /// <summary>Names of the parameters that are trained, <c>*</c> for any run of characters; empty for all. The others are frozen.</summary>
    public IReadOnlyList<string> UnfrozenParameters { get; init; } = [];

    /// <summary>By what the learning rate of some parameters is multiplied; the first that fits a parameter counts.</summary>
    public IReadOnlyList<LearningRateScale> LrScales { get; init; } = [];

    /// <summary>
    /// Rank of the low-rank adapters that are trained in place of the weights (LoRA, Hu et al., 2021); 0 trains the weights themselves. Then
    /// everything else is frozen but what <see cref="UnfrozenParameters"/> names, which is trained in full. Names and defaults of TRL's ModelConfig (1.10).
    /// </summary>
    public int LoraR { get; init; }

    /// <summary>α: an adapter's product is multiplied by α / rank.</summary>
    public double LoraAlpha { get; init; } = 32;

    /// <summary>Share of an adapter's inputs that are dropped while it trains. An alignment drops none (TRL's <c>disable_dropout</c>): its reference would not be the model.</summary>
    public double LoraDropout { get; init; } = 0.05;

    /// <summary>
    /// The linear maps that have adapters: ends of their names, as in PEFT (<c>q_proj</c>), or whole names with <c>*</c> for any run of characters.
    /// Empty, or <c>all-linear</c>, for all but the head.
    /// </summary>
    public IReadOnlyList<string> LoraTargetModules { get; init; } = [];

    /// <summary>Whether the product is multiplied by α / √rank (rsLoRA, Kalajdzievski, 2023).</summary>
    public bool UseRslora { get; init; }

    /// <summary>Where events for TensorBoard are written; null for nowhere.</summary>
    public string? LoggingDirectory { get; init; }

    /// <summary>Texts that the model goes on with while it is trained, to see what it has learnt; greedily, so that nothing is drawn.</summary>
    public IReadOnlyList<string> SamplePrompts { get; init; } = [];

    /// <summary>Steps between two samples of each prompt; 0 for only at the end.</summary>
    public int SampleSteps { get; init; }

    /// <summary>Greatest number of tokens of a sample.</summary>
    public int SampleMaxNewTokens { get; init; } = 48;

    /// <summary>The checkpoint to start from; not needed where a model is handed over.</summary>
    public string ModelDirectory { get; init; } = "";

    /// <summary>Where states and the trained checkpoint are written.</summary>
    public string OutputDirectory { get; init; } = "";

    /// <summary>The folder that the paths of data sets are relative to; by default the program's.</summary>
    public string DataDirectory { get; init; } = AppContext.BaseDirectory;

    /// <summary>The folder of the tokenizer; by default <see cref="ModelDirectory"/>.</summary>
    public string? TokenizerDirectory { get; init; }

    /// <summary>
    /// Where tokenised data sets are kept, for the next run with the same files, tokenizer and settings; empty for nowhere. Several processes
    /// may share it. By default <c>solar/tokens</c> in the user's cache folder.
    /// </summary>
    public string CacheDirectory { get; init; } = Data.TokenCache.DefaultDirectory;

    /// <summary>The device that trains, such as <c>cpu</c> or <c>cuda:0</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Whether an output directory that holds another run's work is begun anew.</summary>
    public bool OverwriteOutputDirectory { get; init; }
}
