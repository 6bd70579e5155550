namespace Solar.Models;

/// <summary>Gemma 2B: multi-query, heads of 256. Source: <c>config.json</c> of google/gemma-2b.</summary>
/// <remarks>Tokenizer: SentencePiece, 256,000 pieces; chat template: none is meant for a base model. Context: 8,192 positions.</remarks>
[Gemma(
    HiddenSize = 2048, IntermediateSize = 16384, NumHiddenLayers = 18, NumAttentionHeads = 8, NumKeyValueHeads = 1, HeadDim = 256,
    VocabSize = 256000, MaxPositionEmbeddings = 8192, PadTokenId = 0, Dtype = Dtype.BFloat16)]
[Weights("google/gemma-2b")]
[Expect(Parameters = 2_506_172_416)]
public partial class Gemma2B;

/// <summary>Gemma 7B: heads of 256. Source: <c>config.json</c> of google/gemma-7b.</summary>
/// <remarks>Tokenizer: SentencePiece, 256,000 pieces; chat template: none is meant for a base model. Context: 8,192 positions.</remarks>
[Gemma(
    HiddenSize = 3072, IntermediateSize = 24576, NumHiddenLayers = 28, NumAttentionHeads = 16, NumKeyValueHeads = 16, HeadDim = 256,
    VocabSize = 256000, MaxPositionEmbeddings = 8192, PadTokenId = 0, Dtype = Dtype.BFloat16)]
[Weights("google/gemma-7b")]
[Expect(Parameters = 8_537_680_896)]
public partial class Gemma7B;

/// <summary>Gemma 2 9B: windows of 4,096 in every other layer, soft caps, norms on both sides. Source: <c>config.json</c> of google/gemma-2-9b.</summary>
/// <remarks>Tokenizer: SentencePiece, 256,000 pieces; chat template: none is meant for a base model. Context: 8,192 positions.</remarks>
[Gemma2(
    HiddenSize = 3584, IntermediateSize = 14336, NumHiddenLayers = 42, NumAttentionHeads = 16, NumKeyValueHeads = 8, HeadDim = 256,
    VocabSize = 256000, MaxPositionEmbeddings = 8192, SlidingWindow = 4096, QueryPreAttnScalar = 256, PadTokenId = 0, Dtype = Dtype.Float32)]
[Weights("google/gemma-2-9b")]
[Expect(Parameters = 9_241_705_984)]
public partial class Gemma2_9B;
