namespace Solar.Models;

/// <summary>Mixtral 8x7B v0.1: eight experts, two of them for each token. Source: <c>config.json</c> of mistralai/Mixtral-8x7B-v0.1.</summary>
/// <remarks>Tokenizer: Mistral's, SentencePiece, 32,000 pieces; chat template: none is meant for a base model. Context: 32,768 positions.</remarks>
[Mixtral(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    NumLocalExperts = 8, NumExpertsPerTok = 2, VocabSize = 32000, MaxPositionEmbeddings = 32768, RopeTheta = 1e6, RmsNormEps = 1e-5,
    RouterAuxLossCoef = 0.02, Dtype = Dtype.BFloat16)]
[Weights("mistralai/Mixtral-8x7B-v0.1")]
[Expect(NumHiddenLayers = 32, Parameters = 46_702_792_704)]
public partial class Mixtral8x7B;

/// <summary>Mixtral 8x7B Instruct v0.1. Source: <c>config.json</c> of mistralai/Mixtral-8x7B-Instruct-v0.1.</summary>
/// <remarks>Tokenizer: Mistral's; chat template <c>[INST] … [/INST]</c>. Context: 32,768 positions.</remarks>
[Mixtral(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    NumLocalExperts = 8, NumExpertsPerTok = 2, VocabSize = 32000, MaxPositionEmbeddings = 32768, RopeTheta = 1e6, RmsNormEps = 1e-5,
    RouterAuxLossCoef = 0.02, Dtype = Dtype.BFloat16)]
[InitializeFrom(typeof(Mixtral8x7B))]
[Weights("mistralai/Mixtral-8x7B-Instruct-v0.1")]
[Expect(NumHiddenLayers = 32, Parameters = 46_702_792_704)]
public partial class Mixtral8x7BInstruct;

/// <summary>Mixtral 8x22B v0.1. Source: <c>config.json</c> of mistralai/Mixtral-8x22B-v0.1.</summary>
/// <remarks>Tokenizer: Mistral's, 32,000 pieces; chat template: none is meant for a base model. Context: 65,536 positions.</remarks>
[Mixtral(
    HiddenSize = 6144, IntermediateSize = 16384, NumHiddenLayers = 56, NumAttentionHeads = 48, NumKeyValueHeads = 8,
    NumLocalExperts = 8, NumExpertsPerTok = 2, VocabSize = 32000, MaxPositionEmbeddings = 65536, RopeTheta = 1e6, RmsNormEps = 1e-5,
    Dtype = Dtype.BFloat16)]
[Weights("mistralai/Mixtral-8x22B-v0.1")]
[Expect(NumHiddenLayers = 56, Parameters = 140_620_634_112)]
public partial class Mixtral8x22B;

/// <summary>Mixtral 8x22B Instruct v0.1: 768 tokens more than its base, for tools and control. Source: <c>config.json</c> of mistralai/Mixtral-8x22B-Instruct-v0.1.</summary>
/// <remarks>Tokenizer: Mistral's v3, 32,768 tokens; chat template <c>[INST] … [/INST]</c> with tool calls. Context: 65,536 positions.</remarks>
[Mixtral(
    HiddenSize = 6144, IntermediateSize = 16384, NumHiddenLayers = 56, NumAttentionHeads = 48, NumKeyValueHeads = 8,
    NumLocalExperts = 8, NumExpertsPerTok = 2, VocabSize = 32768, MaxPositionEmbeddings = 65536, RopeTheta = 1e6, RmsNormEps = 1e-5,
    Dtype = Dtype.BFloat16)]
[Weights("mistralai/Mixtral-8x22B-Instruct-v0.1")]
[Expect(NumHiddenLayers = 56, Parameters = 140_630_071_296)]
public partial class Mixtral8x22BInstruct;
