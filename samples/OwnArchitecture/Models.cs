using Solar;

namespace OwnArchitecture;

/// <summary>An architecture that no family has: squared feed-forward blocks, norms before and after each block, sliding windows in every second layer.</summary>
[Decoder(VocabSize = 300, HiddenSize = 48, NumHiddenLayers = 4, MaxPositionEmbeddings = 96, TieWordEmbeddings = true)]
[Attention(NumAttentionHeads = 4, NumKeyValueHeads = 2, QkNorm = "per_head", SlidingWindow = 16, LayerTypes = ["sliding_attention", "full_attention"])]
[RotaryEmbedding(PartialRotaryFactor = 0.5)]
[OwnMlp(Module = typeof(SquaredMlp), IntermediateSize = 128)]
[RmsNorm(Eps = 1e-5)]
[Residual(Norms = "sandwich")]
public partial class Small;

[JsonLines("sums.jsonl")]
public partial class Sums;

[Pretrain(
    typeof(Small), Data = [typeof(Sums)], LearningRate = 6e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 20, MaxSteps = 200,
    PerDeviceTrainBatchSize = 8, MaxLength = 96, SaveSteps = 0)]
public partial class SmallTrained;

/// <summary>SOLAR's step on it. Windows and full attention change places every layer; the map is checked while it compiles, and each layer keeps its kind.</summary>
[Upscale(typeof(SmallTrained), dropTop: 1, dropBottom: 1)]
[Expect(NumHiddenLayers = 6)]
public partial class Grown;

[Pretrain(
    typeof(Grown), Data = [typeof(Sums)], LearningRate = 3e-3, LrSchedulerType = SchedulerType.Cosine, WarmupSteps = 10, MaxSteps = 100,
    PerDeviceTrainBatchSize = 8, MaxLength = 96, SaveSteps = 0)]
public partial class GrownTrained;
