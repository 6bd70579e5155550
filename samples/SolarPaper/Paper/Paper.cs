using Solar;

namespace SolarPaper.Declared;

// SOLAR 10.7B (Kim et al., 2023) as a program, in the paper's order: a base, depth up-scaling, continued pretraining, instruction tuning,
// alignment tuning, merging. The sets are the small world's, in the formats of the real ones, whose names they have.

/// <summary>§3.1: the base's architecture, Llama's.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 8, NumAttentionHeads = 2, NumKeyValueHeads = 1, VocabSize = 512,
    MaxPositionEmbeddings = 256, RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class SmallLlama;

[JsonLines("base-text.jsonl")]
public partial class BaseText;

[JsonLines("web-text.jsonl")]
public partial class WebText;

[JsonLines("held-out-text.jsonl")]
public partial class HeldOutText;

/// <summary>What Mistral 7B is to the paper: a base that somebody has trained.</summary>
[Pretrain(
    typeof(SmallLlama), Data = [typeof(BaseText)], EvalData = [typeof(HeldOutText)], LearningRate = 8e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 80, MaxSteps = 1000, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200)]
public partial class Base;

/// <summary>§3.1: both copies lose a quarter of their layers, 2 · (8 − 2) = 12, as 2 · (32 − 8) = 48.</summary>
[Upscale(typeof(Base), dropTop: 2, dropBottom: 2)]
[Expect(NumHiddenLayers = 12)]
public partial class SolarUpscaled;

/// <summary>§3.1: continued pretraining, in which performance recovers. The paper does not say on what, how long or how fast.</summary>
[Pretrain(
    typeof(SolarUpscaled), Data = [typeof(WebText)], EvalData = [typeof(HeldOutText)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine,
    WarmupSteps = 40, MaxSteps = 520, PerDeviceTrainBatchSize = 8, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 200, EvalSteps = 40)]
public partial class SolarPretrained;

[Dataset("alpaca_gpt4.json", Format = RecordFormat.Alpaca)]
public partial class AlpacaGpt4;

[JsonLines("open_orca.jsonl", Format = RecordFormat.OpenOrca)]
public partial class OpenOrca;

[JsonLines("math_instruct.jsonl", Format = RecordFormat.Gsm8k)]
public partial class MathInstruct;

/// <summary>Table 3: Alpaca-GPT4.</summary>
[InstructionTune(typeof(SolarPretrained), Data = [typeof(AlpacaGpt4)], ChatTemplate = "solar", LearningRate = 5e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, Packing = true, SaveSteps = 0)]
public partial class SftV1;

/// <summary>Table 3: with OpenOrca.</summary>
[InstructionTune(typeof(SolarPretrained), Data = [typeof(AlpacaGpt4), typeof(OpenOrca)], ChatTemplate = "solar", LearningRate = 5e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, Packing = true, SaveSteps = 0)]
public partial class SftV2;

/// <summary>Table 3: with OpenOrca and Synth. Math-Instruct.</summary>
[InstructionTune(typeof(SolarPretrained), Data = [typeof(AlpacaGpt4), typeof(OpenOrca), typeof(MathInstruct)], ChatTemplate = "solar", LearningRate = 5e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, Packing = true, SaveSteps = 0)]
public partial class SftV3;

/// <summary>Table 3: without OpenOrca.</summary>
[InstructionTune(typeof(SolarPretrained), Data = [typeof(AlpacaGpt4), typeof(MathInstruct)], ChatTemplate = "solar", LearningRate = 5e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, Packing = true, SaveSteps = 0)]
public partial class SftV4;

[Average(typeof(SftV3), typeof(SftV4))]
public partial class SftV3V4;

[JsonLines("ultrafeedback.jsonl", Format = RecordFormat.UltraFeedback)]
public partial class UltraFeedback;

[JsonLines("math_alignment.jsonl", Format = RecordFormat.OrcaPairs)]
public partial class MathAlignment;

/// <summary>Table 4: Ultrafeedback Clean, on SFT v3.</summary>
[AlignTune(typeof(SftV3), Data = [typeof(UltraFeedback)], ChatTemplate = "solar", Beta = 0.1, LearningRate = 1e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, SaveSteps = 0)]
public partial class DpoV1;

/// <summary>Table 4: with Synth. Math-Alignment.</summary>
[AlignTune(typeof(SftV3), Data = [typeof(UltraFeedback), typeof(MathAlignment)], ChatTemplate = "solar", Beta = 0.1, LearningRate = 1e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, SaveSteps = 0)]
public partial class DpoV2;

[Average(typeof(DpoV1), typeof(DpoV2))]
public partial class DpoV1V2;

/// <summary>Table 5: the same on the merged SFT v3 + v4.</summary>
[AlignTune(typeof(SftV3V4), Data = [typeof(UltraFeedback), typeof(MathAlignment)], ChatTemplate = "solar", Beta = 0.1, LearningRate = 1e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, SaveSteps = 0)]
public partial class DpoV3;

/// <summary>Table 6: two candidates for the last merge, in the settings of DPO v2 and v3, with other hyper-parameters; which, the paper does not say.</summary>
[AlignTune(typeof(SftV3), Data = [typeof(UltraFeedback), typeof(MathAlignment)], ChatTemplate = "solar", Beta = 0.05, LearningRate = 1e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, SaveSteps = 0)]
public partial class Candidate1;

[AlignTune(typeof(SftV3V4), Data = [typeof(UltraFeedback), typeof(MathAlignment)], ChatTemplate = "solar", Beta = 0.2, LearningRate = 1e-4, NumTrainEpochs = 1, PerDeviceTrainBatchSize = 8, MaxLength = 128, SaveSteps = 0)]
public partial class Candidate2;

/// <summary>Table 7: ways of merging them; the first became SOLAR 10.7B-Instruct.</summary>
[Average(typeof(Candidate1), typeof(Candidate2))]
public partial class SolarInstruct;

[Linear(typeof(Candidate1), typeof(Candidate2), Weights = [0.4, 0.6])]
public partial class Merge46;

[Linear(typeof(Candidate1), typeof(Candidate2), Weights = [0.6, 0.4])]
public partial class Merge64;

[Slerp(typeof(Candidate1), typeof(Candidate2), T = 0.5)]
public partial class MergeSlerp;
