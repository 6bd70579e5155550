namespace Solar.Models;

/// <summary>SOLAR's base: a Llama-2 architecture of 32 layers that starts from Mistral 7B's weights (SOLAR 10.7B, section 2).</summary>
/// <remarks>
/// Mistral's window of 4,096 changes nothing within SOLAR's 4,096 positions, so leaving it out is exact.
/// No data type is declared: the base is published in bfloat16 and SOLAR in float16.
/// </remarks>
[Llama(
    HiddenSize = 4096, IntermediateSize = 14336, NumHiddenLayers = 32, NumAttentionHeads = 32, NumKeyValueHeads = 8,
    VocabSize = 32000, MaxPositionEmbeddings = 4096, RmsNormEps = 1e-5)]
[InitializeFrom(typeof(Mistral7B))]
[Expect(NumHiddenLayers = 32, Parameters = 7_241_732_096)]
public partial class Solar10BBase;

/// <summary>SOLAR 10.7B: depth up-scaled from <see cref="Solar10BBase"/>. Source: <c>config.json</c> of upstage/SOLAR-10.7B-v1.0.</summary>
/// <remarks>Tokenizer: Mistral's; chat template: none is meant for a base model. Context: 4,096 positions.</remarks>
[Upscale(typeof(Solar10BBase), dropTop: 8, dropBottom: 8)]
[Weights("upstage/SOLAR-10.7B-v1.0")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class Solar10B;

/// <summary>SOLAR 10.7B Instruct: instruction tuning, alignment by DPO, and the average of what came of them, over <see cref="Solar10B"/>. Source: SOLAR 10.7B, sections 3 and 4.</summary>
/// <remarks>Published: the data sets by name (Alpaca-GPT4, OpenOrca, Orca DPO pairs, UltraFeedback cleaned), and weights. Not published: the data made from MetaMath, the hyper-parameters, and which intermediate models were averaged. Tokenizer: Mistral's; chat template <c>### User: … ### Assistant:</c>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10B), "0..48")]
[Weights("upstage/SOLAR-10.7B-Instruct-v1.0")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class Solar10BInstruct;
