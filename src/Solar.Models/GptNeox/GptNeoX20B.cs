namespace Solar.Models;

/// <summary>GPT-NeoX 20B: a quarter of each head turns with position, parallel residual. Source: <c>config.json</c> of EleutherAI/gpt-neox-20b.</summary>
/// <remarks>Tokenizer: byte-level BPE, 50,277 tokens, padded to 50,432 rows; chat template: none is meant for a base model. Context: 2,048 positions.</remarks>
[GptNeox(
    HiddenSize = 6144, IntermediateSize = 24576, NumHiddenLayers = 44, NumAttentionHeads = 64, RotaryPct = 0.25, RotaryEmbBase = 1e4,
    HiddenAct = "gelu_fast", LayerNormEps = 1e-5, VocabSize = 50432, MaxPositionEmbeddings = 2048, UseParallelResidual = true,
    BosTokenId = 0, EosTokenId = 0, Dtype = Dtype.Float16)]
[Weights("EleutherAI/gpt-neox-20b")]
[Expect(Parameters = 20_554_567_680)]
public partial class GptNeoX20B;
