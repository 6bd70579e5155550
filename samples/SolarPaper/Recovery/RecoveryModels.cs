using Solar;

namespace SolarPaper.Recovery;

// The experiment of docs/training.md: how fast an up-scaled model is what its base was.

/// <summary>The shape of karpathy's stories260K.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 5, NumAttentionHeads = 8, NumKeyValueHeads = 4,
    VocabSize = 512, MaxPositionEmbeddings = 512, RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class Stories;

/// <summary>SOLAR's step: 0 to 3, then 1 to 4.</summary>
[Upscale(typeof(Stories), dropTop: 1, dropBottom: 1)]
[Expect(NumHiddenLayers = 8, Parameters = 396_352)]
public partial class Upscaled;

/// <summary>Both copies whole: 0 to 4, then 0 to 4.</summary>
[Upscale(typeof(Stories), dropTop: 0, dropBottom: 0)]
[Expect(NumHiddenLayers = 10)]
public partial class Doubled;

/// <summary>The shape of the up-scaled model, and weights that are drawn.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 8, NumAttentionHeads = 8, NumKeyValueHeads = 4,
    VocabSize = 512, MaxPositionEmbeddings = 512, RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class Fresh;

/// <summary>Text that the base has written, to train on.</summary>
[JsonLines("sampled.jsonl")]
public partial class SampledText;

/// <summary>Other text that the base has written, to measure on.</summary>
[JsonLines("held-out.jsonl")]
public partial class HeldOutText;

/// <summary>Continued pretraining of the up-scaled model.</summary>
[Pretrain(
    typeof(Upscaled), Data = [typeof(SampledText)], EvalData = [typeof(HeldOutText)], LearningRate = 1e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 10,
    MaxSteps = 200, PerDeviceTrainBatchSize = 8, MaxLength = 256, PackingStrategy = Packing.Bfd, ExcessLengthStrategy = ExcessLength.Truncate, AddEos = EdgeToken.Never,
    AdamBeta2 = 0.95, EvalSteps = 20, LoggingSteps = 5, SaveSteps = 20)]
public partial class UpscaledTrained;

/// <summary>The same of the doubled model.</summary>
[Pretrain(
    typeof(Doubled), Data = [typeof(SampledText)], EvalData = [typeof(HeldOutText)], LearningRate = 1e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 10,
    MaxSteps = 200, PerDeviceTrainBatchSize = 8, MaxLength = 256, PackingStrategy = Packing.Bfd, ExcessLengthStrategy = ExcessLength.Truncate, AddEos = EdgeToken.Never,
    AdamBeta2 = 0.95, EvalSteps = 20, LoggingSteps = 5, SaveSteps = 20)]
public partial class DoubledTrained;

/// <summary>The same of the fresh model.</summary>
[Pretrain(
    typeof(Fresh), Data = [typeof(SampledText)], EvalData = [typeof(HeldOutText)], LearningRate = 1e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 10,
    MaxSteps = 200, PerDeviceTrainBatchSize = 8, MaxLength = 256, PackingStrategy = Packing.Bfd, ExcessLengthStrategy = ExcessLength.Truncate, AddEos = EdgeToken.Never,
    AdamBeta2 = 0.95, EvalSteps = 20, LoggingSteps = 5, SaveSteps = 20)]
public partial class FreshTrained;
