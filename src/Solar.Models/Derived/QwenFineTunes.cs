namespace Solar.Models;

/// <summary>Qwen 72B under Llama's tensor names, queries, keys and values apart and with biases: what Qwen2's class computes. Sizes: <see cref="Qwen72B"/>.</summary>
/// <remarks>
/// The renaming was done by others and is not a recipe: nothing here turns Qwen's fused tensors into these.
/// A fine-tune whose config.json names another class or key is refused when it is loaded, with every difference. Tokenizer: Qwen's, padded to 152,064 rows. Context: 32,768 positions.
/// </remarks>
[Qwen2(
    HiddenSize = 8192, IntermediateSize = 24576, NumHiddenLayers = 80, NumAttentionHeads = 64, NumKeyValueHeads = 64,
    VocabSize = 152064, MaxPositionEmbeddings = 32768, RopeTheta = 1e6, RmsNormEps = 1e-6, Dtype = Dtype.BFloat16)]
[Expect(NumHiddenLayers = 80, Parameters = 72_287_920_128)]
public partial class Qwen72BRenamed;

/// <summary>MoMo-72B-lora-1.8.7-DPO: LoRA by instruction tuning, then DPO, over Qwen 72B. Source: moreh/MoMo-72B-lora-1.8.7-DPO.</summary>
/// <remarks>Published: weights. Not declared here: the model it starts from, data and settings. Tokenizer: Qwen's, padded to 152,064 rows. Context: 32,768 positions.</remarks>
[Layers(typeof(Qwen72BRenamed), "0..80")]
[Weights("moreh/MoMo-72B-lora-1.8.7-DPO")]
[Expect(NumHiddenLayers = 80, Parameters = 72_287_920_128)]
public partial class MoMo72BLoraDpo;

/// <summary>Smaug-72B: DPO-Positive over <see cref="MoMo72BLoraDpo"/>. Source: the card of abacusai/Smaug-72B-v0.1, arXiv 2402.13228.</summary>
/// <remarks>Published: the method, and preference pairs made from ARC, HellaSwag and MetaMath. DPOP is no method of AlignTune, so no stage is declared. Tokenizer: Qwen's, padded to 152,064 rows. Context: 32,768 positions.</remarks>
[Layers(typeof(MoMo72BLoraDpo), "0..80")]
[Weights("abacusai/Smaug-72B-v0.1")]
[Expect(NumHiddenLayers = 80, Parameters = 72_287_920_128)]
public partial class Smaug72B;

/// <summary>alpaca-dragon-72b, a fine-tune of the same architecture. Source: ibivibiv/alpaca-dragon-72b-v1.</summary>
/// <remarks>Published: weights. Not declared here: the model it starts from, data and settings. Tokenizer: Qwen's, padded to 152,064 rows. Context: 32,768 positions.</remarks>
[Layers(typeof(Qwen72BRenamed), "0..80")]
[Weights("ibivibiv/alpaca-dragon-72b-v1")]
[Expect(NumHiddenLayers = 80, Parameters = 72_287_920_128)]
public partial class AlpacaDragon72B;

/// <summary>Rhea-72b, a fine-tune of the same architecture. Source: davidkim205/Rhea-72b-v0.5.</summary>
/// <remarks>Published: weights. Not declared here: the model it starts from, data and settings. Tokenizer: Qwen's, padded to 152,064 rows. Context: 32,768 positions.</remarks>
[Layers(typeof(Qwen72BRenamed), "0..80")]
[Weights("davidkim205/Rhea-72b-v0.5")]
[Expect(NumHiddenLayers = 80, Parameters = 72_287_920_128)]
public partial class Rhea72B;
