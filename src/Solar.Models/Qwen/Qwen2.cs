namespace Solar.Models;

/// <summary>Qwen2 72B. Source: <c>config.json</c> of Qwen/Qwen2-72B.</summary>
/// <remarks>Tokenizer: byte-level BPE, padded to 152,064 rows; chat template: none is meant for a base model. Context: 131,072 positions; the sliding window is not used.</remarks>
[Qwen2(
    HiddenSize = 8192, IntermediateSize = 29568, NumHiddenLayers = 80, NumAttentionHeads = 64, NumKeyValueHeads = 8,
    VocabSize = 152064, MaxPositionEmbeddings = 131072, RopeTheta = 1e6, RmsNormEps = 1e-5, SlidingWindow = 131072, MaxWindowLayers = 80,
    BosTokenId = 151643, EosTokenId = 151643, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen2-72B")]
[Expect(Parameters = 72_706_203_648)]
public partial class Qwen2_72B;

/// <summary>Qwen2 7B. Source: <c>config.json</c> of Qwen/Qwen2-7B.</summary>
/// <remarks>Tokenizer: byte-level BPE, padded to 152,064 rows; chat template: none is meant for a base model. Context: 131,072 positions; the sliding window is not used.</remarks>
[Qwen2(
    HiddenSize = 3584, IntermediateSize = 18944, NumHiddenLayers = 28, NumAttentionHeads = 28, NumKeyValueHeads = 4,
    VocabSize = 152064, MaxPositionEmbeddings = 131072, RopeTheta = 1e6, RmsNormEps = 1e-6, SlidingWindow = 131072, MaxWindowLayers = 28,
    BosTokenId = 151643, EosTokenId = 151643, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen2-7B")]
[Expect(Parameters = 7_615_616_512)]
public partial class Qwen2_7B;

/// <summary>Qwen2.5 0.5B, tied. Source: <c>config.json</c> of Qwen/Qwen2.5-0.5B.</summary>
/// <remarks>Tokenizer: byte-level BPE, padded to 151,936 rows; chat template: none is meant for a base model. Context: 32,768 positions.</remarks>
[Qwen2(
    HiddenSize = 896, IntermediateSize = 4864, NumHiddenLayers = 24, NumAttentionHeads = 14, NumKeyValueHeads = 2,
    VocabSize = 151936, MaxPositionEmbeddings = 32768, RopeTheta = 1e6, RmsNormEps = 1e-6, SlidingWindow = 32768, MaxWindowLayers = 24,
    TieWordEmbeddings = true, BosTokenId = 151643, EosTokenId = 151643, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen2.5-0.5B")]
[Expect(Parameters = 494_032_768)]
public partial class Qwen25_05B;
