namespace Solar.Models;

/// <summary>TinyLlama 1.1B, the small model that people try first. Source: <c>config.json</c> of TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T.</summary>
/// <remarks>Tokenizer: Llama 2's; chat template: none is meant for a base model. Context: 2,048 positions.</remarks>
[Llama(
    HiddenSize = 2048, IntermediateSize = 5632, NumHiddenLayers = 22, NumAttentionHeads = 32, NumKeyValueHeads = 4,
    VocabSize = 32000, MaxPositionEmbeddings = 2048, RmsNormEps = 1e-5)]
[Weights("TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T")]
[Expect(Parameters = 1_100_048_384)]
public partial class TinyLlama1B;
