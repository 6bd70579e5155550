namespace Solar.Lab.Tests.CommandLine;

// What a program declares over whose catalog the commands are tested.

[Llama(
    HiddenSize = 8, IntermediateSize = 16, NumHiddenLayers = 4, NumAttentionHeads = 2, VocabSize = 32, MaxPositionEmbeddings = 64, Dtype = Dtype.Float32)]
public partial class TinyBase;

[Upscale(typeof(TinyBase), dropTop: 1, dropBottom: 1)]
public partial class TinySolar;

[Upscale(typeof(TinyBase), dropTop: 0, dropBottom: 0)]
public partial class TinyDoubled;

[JsonLines("stories.jsonl")]
public partial class TinyStories;

[Pretrain(typeof(TinySolar), Data = [typeof(TinyStories)], MaxSteps = 10)]
public partial class TinySolarTrained;

[Average(typeof(TinySolar), typeof(TinySolarTrained))]
public partial class TinyMean;

/// <summary>The real model of the assets, as its config.json says it.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 5, NumAttentionHeads = 8, NumKeyValueHeads = 4, VocabSize = 512, MaxPositionEmbeddings = 512,
    RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class RealStories;

[JsonLines("text.jsonl")]
public partial class RealText;

[Pretrain(
    typeof(RealStories), Data = [typeof(RealText)], MaxSteps = 6, PerDeviceTrainBatchSize = 2, GradientAccumulationSteps = 2, MaxLength = 32, LearningRate = 1e-3,
    SaveSteps = 2)]
public partial class RealStoriesTrained;

[JsonLines("pairs.jsonl", Format = RecordFormat.Preference)]
public partial class RealPairs;

[JsonLines("test.jsonl", Format = RecordFormat.Gsm8k)]
public partial class RealTest;

// Step-wise: the reference of the second is what the first has made.
[AlignTune(
    typeof(RealStories), Data = [typeof(RealPairs)], Decontaminate = [typeof(RealTest)], ContaminationAction = ContaminationAction.Filter, MaxSteps = 3,
    PerDeviceTrainBatchSize = 4, MaxLength = 96, LearningRate = 1e-3, ChatTemplate = "solar")]
public partial class RealStoriesAligned;

[AlignTune(typeof(RealStoriesAligned), Data = [typeof(RealPairs)], MaxSteps = 3, PerDeviceTrainBatchSize = 4, MaxLength = 96, LearningRate = 1e-3, ChatTemplate = "solar")]
public partial class RealStoriesAlignedTwice;

[Upscale(typeof(RealStories), dropTop: 1, dropBottom: 1)]
public partial class RealGrown;

// The copied layers are trained in full, the others through adapters.
[Pretrain(
    typeof(RealGrown), Data = [typeof(RealText)], MaxSteps = 2, PerDeviceTrainBatchSize = 2, MaxLength = 32, LearningRate = 1e-2, LoraR = 4, LoraDropout = 0,
    UnfrozenParameters = ["new_layers"])]
public partial class RealGrownTrained;
