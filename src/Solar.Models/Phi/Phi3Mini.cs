namespace Solar.Models;

/// <summary>Phi-3 mini, 4,096 positions: fused projections. Source: <c>config.json</c> of microsoft/Phi-3-mini-4k-instruct.</summary>
/// <remarks>Tokenizer: Llama 2's, 32,064 rows; chat template <c>&lt;|user|&gt; … &lt;|end|&gt;</c>. Context: 4,096 positions with a sliding window of 2,047.</remarks>
[Phi3(
    HiddenSize = 3072, IntermediateSize = 8192, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 32,
    VocabSize = 32064, MaxPositionEmbeddings = 4096, OriginalMaxPositionEmbeddings = 4096, SlidingWindow = 2047, RmsNormEps = 1e-5,
    Dtype = Dtype.BFloat16)]
[Weights("microsoft/Phi-3-mini-4k-instruct")]
[Expect(Parameters = 3_821_079_552)]
public partial class Phi3Mini;
