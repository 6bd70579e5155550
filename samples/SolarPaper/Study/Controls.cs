using Solar;
using SolarPaper.Declared;

namespace SolarPaper.Controls;

// What the paper left open, declared: other values of its m, other ways of growing deeper, a model of the same size that begins from nothing, and the base
// itself; all are trained on as SolarPretrained is, on the same tokens.

/// <summary>m = 0, which is doubling the base whole.</summary>
[Upscale(typeof(Base), dropTop: 0, dropBottom: 0)]
[Expect(NumHiddenLayers = 16)]
public partial class Drop0;

[Upscale(typeof(Base), dropTop: 1, dropBottom: 1)]
[Expect(NumHiddenLayers = 14)]
public partial class Drop1;

[Upscale(typeof(Base), dropTop: 3, dropBottom: 3)]
[Expect(NumHiddenLayers = 10)]
public partial class Drop3;

/// <summary>LLaMA Pro: behind each two layers one that adds nothing yet.</summary>
[Expand(typeof(Base), every: 2)]
[Expect(NumHiddenLayers = 12)]
public partial class Expanded;

/// <summary>The whole base, and its upper half once more on top.</summary>
[Layers(typeof(Base), "..8", "4..8")]
[Expect(NumHiddenLayers = 12)]
public partial class Stacked;

/// <summary>Each of the four layers in the middle twice in a row.</summary>
[Interleave(typeof(Base), Range = "2..6")]
[Expect(NumHiddenLayers = 12)]
public partial class Interleaved;

/// <summary>Four new layers, each the mean of its neighbours.</summary>
[Insert(typeof(Base), "1, 3, 5, 7", NewLayer.Average)]
[Expect(NumHiddenLayers = 12)]
public partial class Averaged;

/// <summary>The up-scaled model's architecture, from a seed.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 12, NumAttentionHeads = 2, NumKeyValueHeads = 1, VocabSize = 512,
    MaxPositionEmbeddings = 256, RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class FromNothing;

/// <summary>The base itself, trained on; m = 4 grows nothing and is the same.</summary>
[Pretrain(
    typeof(Base), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class BasePretrained;

[Pretrain(
    typeof(Drop0), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class Drop0Pretrained;

[Pretrain(
    typeof(Drop1), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class Drop1Pretrained;

[Pretrain(
    typeof(Drop3), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class Drop3Pretrained;

[Pretrain(
    typeof(Expanded), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class ExpandedPretrained;

[Pretrain(
    typeof(Stacked), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class StackedPretrained;

[Pretrain(
    typeof(Interleaved), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class InterleavedPretrained;

[Pretrain(
    typeof(Averaged), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class AveragedPretrained;

/// <summary>From nothing, on the tokens of continued pretraining alone, at the base's own rate.</summary>
[Pretrain(
    typeof(FromNothing), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 8e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 80, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class FromNothingPretrained;

/// <summary>From nothing, on as many tokens as the base and its continuation together: what the up-scaled model has cost, and more of it in the deeper model.</summary>
[Pretrain(
    typeof(FromNothing), Data = [typeof(BaseText), typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 8e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 80, MaxSteps = 1520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class FromNothingTrainedLong;
