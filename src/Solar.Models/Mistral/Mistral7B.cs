namespace Solar.Models;

/// <summary>Mistral 7B v0.1, 7,241,732,096 parameters. Source: <c>config.json</c> of mistralai/Mistral-7B-v0.1.</summary>
/// <remarks>Tokenizer: SentencePiece, 32,000 pieces; chat template: none is meant for a base model. Context: 32,768 positions with a sliding window of 4,096.</remarks>
[Mistral(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 32768, SlidingWindow = 4096, RmsNormEps = 1e-5, Dtype = Dtype.BFloat16)]
[Weights("mistralai/Mistral-7B-v0.1")]
[Expect(NumHiddenLayers = 32, Parameters = 7_241_732_096)]
public partial class Mistral7B;

/// <summary>Mistral 7B Instruct v0.2: no window, theta 1e6. Source: <c>config.json</c> of mistralai/Mistral-7B-Instruct-v0.2.</summary>
/// <remarks>Tokenizer: SentencePiece, 32,000 pieces; chat template <c>[INST] … [/INST]</c>. Context: 32,768 positions.</remarks>
[Mistral(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 32768, SlidingWindow = 0, RopeTheta = 1e6, RmsNormEps = 1e-5, Dtype = Dtype.BFloat16)]
[Weights("mistralai/Mistral-7B-Instruct-v0.2")]
[Expect(NumHiddenLayers = 32, Parameters = 7_241_732_096)]
public partial class Mistral7BInstructV02;
