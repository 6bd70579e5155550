namespace Solar.Models;

/// <summary>Yi 6B. Source: <c>config.json</c> of 01-ai/Yi-6B.</summary>
/// <remarks>Tokenizer: SentencePiece, 64,000 pieces; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 4096, IntermediateSize = 11008, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 4,
    VocabSize = 64000, MaxPositionEmbeddings = 4096, RopeTheta = 5e6, RmsNormEps = 1e-5, PadTokenId = 0, Dtype = Dtype.BFloat16)]
[Weights("01-ai/Yi-6B")]
[Expect(Parameters = 6_061_035_520)]
public partial class Yi6B;

/// <summary>Yi 34B. Source: <c>config.json</c> of 01-ai/Yi-34B.</summary>
/// <remarks>Tokenizer: SentencePiece, 64,000 pieces; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Llama(
    HiddenSize = 7168, IntermediateSize = 20480, NumHiddenLayers = 60, NumAttentionHeads = 56, NumKeyValueHeads = 8,
    VocabSize = 64000, MaxPositionEmbeddings = 4096, RopeTheta = 5e6, RmsNormEps = 1e-5, PadTokenId = 0, Dtype = Dtype.BFloat16)]
[Weights("01-ai/Yi-34B")]
[Expect(Parameters = 34_388_917_248)]
public partial class Yi34B;
