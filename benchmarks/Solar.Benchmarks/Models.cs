namespace Solar.Benchmarks;

/// <summary>Eight layers of width 512: wide enough that matrix products should dominate.</summary>
[Llama(
    HiddenSize = 512, IntermediateSize = 1408, NumHiddenLayers = 8, NumAttentionHeads = 8, NumKeyValueHeads = 4,
    VocabSize = 32000, MaxPositionEmbeddings = 512, RmsNormEps = 1e-5)]
public partial class Width512;

/// <summary>The shape of llama2.c's stories15M: 15.19 million parameters, more than half of them the embedding.</summary>
[Llama(
    HiddenSize = 288, IntermediateSize = 768, NumHiddenLayers = 6, NumAttentionHeads = 6, VocabSize = 32000, MaxPositionEmbeddings = 256,
    RmsNormEps = 1e-5, TieWordEmbeddings = true)]
[Expect(Parameters = 15_191_712)]
public partial class Stories15M;

/// <summary>llama2.c's stories260K.</summary>
[Llama(
    HiddenSize = 64, IntermediateSize = 172, NumHiddenLayers = 5, NumAttentionHeads = 8, NumKeyValueHeads = 4, VocabSize = 512, MaxPositionEmbeddings = 512,
    RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class Stories260K;

/// <summary>Five million parameters and positions for whole prompts: what shared beginnings save shows where nothing is cut.</summary>
[Llama(
    HiddenSize = 256, IntermediateSize = 688, NumHiddenLayers = 6, NumAttentionHeads = 4, NumKeyValueHeads = 2, VocabSize = 512, MaxPositionEmbeddings = 4096,
    RmsNormEps = 1e-5, TieWordEmbeddings = true)]
public partial class LongPrompts;

/// <summary>About 1 GB in float32, for loading.</summary>
[Llama(
    HiddenSize = 1024, IntermediateSize = 4096, NumHiddenLayers = 14, NumAttentionHeads = 16, NumKeyValueHeads = 4,
    VocabSize = 16384, MaxPositionEmbeddings = 512, RmsNormEps = 1e-5)]
public partial class OneGigabyte;

[Mistral(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 32768, SlidingWindow = 4096, RmsNormEps = 1e-5)]
public partial class Mistral7B;

[Llama(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 4096, RmsNormEps = 1e-5)]
[InitializeFrom(typeof(Mistral7B))]
public partial class SolarBase;

[Upscale(typeof(SolarBase), dropTop: 8, dropBottom: 8)]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class Solar10B;
