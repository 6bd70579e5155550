namespace Solar.TrainingProbe;

/// <summary>Large enough that a state takes longer to save than a step to train.</summary>
[Llama(
    HiddenSize = 96, IntermediateSize = 256, NumHiddenLayers = 3, NumAttentionHeads = 4, NumKeyValueHeads = 2,
    VocabSize = 360, MaxPositionEmbeddings = 64)]
public partial class ProbeModel;

/// <summary>What it learns.</summary>
[JsonLines("stories.jsonl")]
public partial class ProbeText;

/// <summary>What it is evaluated on.</summary>
[JsonLines("held-out.jsonl")]
public partial class HeldOutText;

/// <summary>A state after every step, an evaluation after every second: whenever the process is killed, it is killed within something.</summary>
[Pretrain(
    typeof(ProbeModel), Data = [typeof(ProbeText)], EvalData = [typeof(HeldOutText)], LearningRate = 1e-2, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 2, MaxSteps = 8, PerDeviceTrainBatchSize = 2, GradientAccumulationSteps = 2, MaxLength = 32, WeightDecay = 0.1, SaveSteps = 1,
    LoggingSteps = 1, EvalSteps = 2, LoadBestModelAtEnd = true)]
public partial class ProbeStage;
