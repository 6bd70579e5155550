using Solar;

namespace SolarPaper;

// The paper's way in small, for a machine that has nothing but the .NET SDK.

/// <summary>Stories that the sample writes for itself.</summary>
[JsonLines("stories.jsonl")]
public partial class Stories;

/// <summary>A Llama of five layers, initialised from a seed.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 5, NumAttentionHeads = 8, NumKeyValueHeads = 4,
    VocabSize = 512, MaxPositionEmbeddings = 512, RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class TinyBase;

/// <summary>The base, trained until it tells stories.</summary>
[Pretrain(
    typeof(TinyBase), Data = [typeof(Stories)], LearningRate = 4e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 30,
    MaxSteps = 300, PerDeviceTrainBatchSize = 16, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 0)]
public partial class TinyBaseTrained;

/// <summary>SOLAR's step: the lower copy loses its top layer, the upper copy its bottom layer.</summary>
[Upscale(typeof(TinyBaseTrained), dropTop: 1, dropBottom: 1)]
[Expect(NumHiddenLayers = 8, Parameters = 396_352)]
public partial class TinySolar;

/// <summary>What the paper argues against: both copies whole, so that the last layer feeds the first.</summary>
[Upscale(typeof(TinyBaseTrained), dropTop: 0, dropBottom: 0)]
[Expect(NumHiddenLayers = 10)]
public partial class TinyDoubled;

/// <summary>Text that the base has written itself.</summary>
[JsonLines("own-text.jsonl")]
public partial class OwnText;

/// <summary>Continued pretraining, which closes the seam.</summary>
[Pretrain(
    typeof(TinySolar), Data = [typeof(OwnText)], LearningRate = 1e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 20,
    MaxSteps = 300, PerDeviceTrainBatchSize = 16, MaxLength = 128, WeightDecay = 0.1, AdamBeta2 = 0.95, SaveSteps = 0)]
public partial class TinySolarTrained;
