namespace Solar.Models;

/// <summary>Qwen 72B, of the first Qwen generation: fused and biased attention projections. Source: <c>config.json</c> of Qwen/Qwen-72B.</summary>
/// <remarks>
/// Tokenizer: byte-level BPE of tiktoken's kind, 151,851 tokens, padded to 152,064 rows; chat template: none is meant for a base model. Context: 32,768 positions.
/// The config's <c>intermediate_size</c> is twice the width of the gated block, 24,576.
/// </remarks>
[Qwen(
    HiddenSize = 8192, IntermediateSize = 49152, NumHiddenLayers = 80, NumAttentionHeads = 64,
    VocabSize = 152064, MaxPositionEmbeddings = 32768, SeqLength = 32768, RotaryEmbBase = 1e6, LayerNormEpsilon = 1e-6,
    UseDynamicNtk = false, UseLognAttn = false, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen-72B")]
[Expect(Parameters = 72_287_920_128)]
public partial class Qwen72B;

/// <summary>Qwen 14B, of the first Qwen generation. Source: <c>config.json</c> of Qwen/Qwen-14B.</summary>
/// <remarks>Tokenizer: byte-level BPE of tiktoken's kind, padded to 152,064 rows; chat template: none is meant for a base model. Context: 8,192 positions, trained on 2,048; dynamic NTK and log-n scaling beyond.</remarks>
[Qwen(
    HiddenSize = 5120, IntermediateSize = 27392, NumHiddenLayers = 40, NumAttentionHeads = 40,
    VocabSize = 152064, MaxPositionEmbeddings = 8192, SeqLength = 2048, RotaryEmbBase = 1e4, LayerNormEpsilon = 1e-6, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen-14B")]
[Expect(Parameters = 14_167_290_880)]
public partial class Qwen14B;

/// <summary>Qwen 7B, of the first Qwen generation. Source: <c>config.json</c> of Qwen/Qwen-7B.</summary>
/// <remarks>Tokenizer: byte-level BPE of tiktoken's kind, padded to 151,936 rows; chat template: none is meant for a base model. Context: 32,768 positions, trained on 8,192; dynamic NTK and log-n scaling beyond.</remarks>
[Qwen(
    HiddenSize = 4096, IntermediateSize = 22016, NumHiddenLayers = 32, NumAttentionHeads = 32,
    VocabSize = 151936, MaxPositionEmbeddings = 32768, SeqLength = 8192, RotaryEmbBase = 1e4, LayerNormEpsilon = 1e-6, Dtype = Dtype.BFloat16)]
[Weights("Qwen/Qwen-7B")]
[Expect(Parameters = 7_721_324_544)]
public partial class Qwen7B;
