namespace Solar.Models;

/// <summary>Llama 3 8B. Source: <c>config.json</c> of meta-llama/Meta-Llama-3-8B.</summary>
/// <remarks>Tokenizer: byte-level BPE, 128,256 tokens; chat template: none is meant for a base model. Context: 8,192 positions.</remarks>
[Llama(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 128256, MaxPositionEmbeddings = 8192, RopeTheta = 5e5, RmsNormEps = 1e-5,
    BosTokenId = 128000, EosTokenId = 128001, Dtype = Dtype.BFloat16)]
[Weights("meta-llama/Meta-Llama-3-8B")]
[Expect(Parameters = 8_030_261_248)]
public partial class Llama3_8B;

/// <summary>Llama 3 70B. Source: <c>config.json</c> of meta-llama/Meta-Llama-3-70B.</summary>
/// <remarks>Tokenizer: byte-level BPE, 128,256 tokens; chat template: none is meant for a base model. Context: 8,192 positions.</remarks>
[Llama(
    HiddenSize = 8192, IntermediateSize = 28672, NumHiddenLayers = 80, NumAttentionHeads = 64, NumKeyValueHeads = 8,
    VocabSize = 128256, MaxPositionEmbeddings = 8192, RopeTheta = 5e5, RmsNormEps = 1e-5,
    BosTokenId = 128000, EosTokenId = 128001, Dtype = Dtype.BFloat16)]
[Weights("meta-llama/Meta-Llama-3-70B")]
[Expect(Parameters = 70_553_706_496)]
public partial class Llama3_70B;
