namespace Solar.Models;

/// <summary>Llama 2 7B. Source: <c>config.json</c> of meta-llama/Llama-2-7b-hf.</summary>
/// <remarks>Tokenizer: SentencePiece, 32,000 pieces; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 4096, IntermediateSize = 11008, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 32,
    VocabSize = 32000, MaxPositionEmbeddings = 4096, RmsNormEps = 1e-5, Dtype = Dtype.Float16)]
[Weights("meta-llama/Llama-2-7b-hf")]
[Expect(Parameters = 6_738_415_616)]
public partial class Llama2_7B;

/// <summary>Llama 2 13B. Source: <c>config.json</c> of meta-llama/Llama-2-13b-hf.</summary>
/// <remarks>Tokenizer: SentencePiece, 32,000 pieces; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 5120, IntermediateSize = 13824, NumHiddenLayers = 40, NumAttentionHeads = 40, NumKeyValueHeads = 40,
    VocabSize = 32000, MaxPositionEmbeddings = 4096, RmsNormEps = 1e-5, Dtype = Dtype.Float16)]
[Weights("meta-llama/Llama-2-13b-hf")]
[Expect(Parameters = 13_015_864_320)]
public partial class Llama2_13B;

/// <summary>Llama 2 70B. Source: <c>config.json</c> of meta-llama/Llama-2-70b-hf.</summary>
/// <remarks>Tokenizer: SentencePiece, 32,000 pieces; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 8192, IntermediateSize = 28672, NumHiddenLayers = 80, NumAttentionHeads = 64, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 4096, RmsNormEps = 1e-5, Dtype = Dtype.Float16)]
[Weights("meta-llama/Llama-2-70b-hf")]
[Expect(Parameters = 68_976_648_192)]
public partial class Llama2_70B;
