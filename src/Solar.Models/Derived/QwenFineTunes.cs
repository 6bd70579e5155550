namespace Solar.Models;

/// <summary>Qwen 72B under Llama's names: queries, keys and values apart. Source: <c>config.json</c> of the models below. Sizes: <see cref="Qwen72B"/>.</summary>
/// <remarks>
/// Whoever renamed it had to write attention_bias, which gives Llama's class a bias of the output projection, too: 8,192 parameters a layer that Qwen does not have, zeros as long as
/// nobody trains them. That, and taking the fused tensors apart, was done by others and is not a recipe here. Tokenizer: Qwen's, padded to 152,064 rows; chat template: none is meant
/// for a base model. Context: 32,768 positions.
/// </remarks>
[Llama(
    HiddenSize = 8192, IntermediateSize = 24576, NumHiddenLayers = 80, NumAttentionHeads = 64, AttentionBias = true,
    VocabSize = 152064, MaxPositionEmbeddings = 32768, RopeTheta = 1e6, RmsNormEps = 1e-6,
    EosTokenId = 151643, PadTokenId = 151643, Dtype = Dtype.BFloat16)]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class Qwen72BRenamed;

/// <summary>MoMo-72B-lora-1.8.7-DPO: instruction tuning of Qwen 72B by LoRA, then DPO. Source: moreh/MoMo-72B-lora-1.8.7-DPO.</summary>
/// <remarks>Published: weights; of the instruction-tuned model before it, the data (SlimOrca). Not declared here: the pairs and settings of its DPO. Tokenizer: Qwen's, padded to 152,064 rows; chat template of its folder. Context: 32,768 positions.</remarks>
[Layers(typeof(Qwen72BRenamed), "0..80")]
[Weights("moreh/MoMo-72B-lora-1.8.7-DPO")]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class MoMo72BLoraDpo;

/// <summary>Smaug-72B: DPO-Positive over <see cref="MoMo72BLoraDpo"/>. Source: the card of abacusai/Smaug-72B-v0.1, arXiv 2402.13228.</summary>
/// <remarks>Published: the method, and preference pairs made from ARC, HellaSwag and MetaMath. DPOP is no method of AlignTune, so no stage is declared. Tokenizer: Qwen's, padded to 152,064 rows; chat template of its folder. Context: 32,768 positions.</remarks>
[Layers(typeof(MoMo72BLoraDpo), "0..80")]
[Weights("abacusai/Smaug-72B-v0.1")]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class Smaug72B;

/// <summary>alpaca-dragon-72b, a fine-tune of <see cref="Smaug72B"/>. Source: the card of ibivibiv/alpaca-dragon-72b-v1.</summary>
/// <remarks>Published: weights. Not published: its data, of planning and reasoning in Alpaca's form, and settings. Tokenizer: Qwen's, padded to 152,064 rows; chat template <c>### Instruction: … ### Response:</c>. Context: 32,768 positions.</remarks>
[Layers(typeof(Smaug72B), "0..80")]
[Weights("ibivibiv/alpaca-dragon-72b-v1")]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class AlpacaDragon72B;

/// <summary>Rhea-72b: instruction tuning, then DPO on pairs of the model's own wrong answers and the right ones, over <see cref="Smaug72B"/>. Source: the card of davidkim205/Rhea-72b-v0.5.</summary>
/// <remarks>Published: weights, the method, and the names of the data sets. Not published: the 151,000 pairs and settings. Tokenizer: Qwen's, padded to 152,064 rows; chat template of its folder. Context: 32,768 positions.</remarks>
[Layers(typeof(Smaug72B), "0..80")]
[Weights("davidkim205/Rhea-72b-v0.5")]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class Rhea72B;

/// <summary>MultiVerse_70B, a fine-tune of the same architecture. Source: <c>config.json</c> of MTSAIR/MultiVerse_70B.</summary>
/// <remarks>Published: weights. What it starts from and was trained on stands at best on its card, which was not at hand; its licence is Qwen's. Tokenizer: Qwen's, padded to 152,064 rows; chat template of its folder. Context: 32,768 positions.</remarks>
[Layers(typeof(Qwen72BRenamed), "0..80")]
[Weights("MTSAIR/MultiVerse_70B")]
[Expect(NumHiddenLayers = 80, Parameters = 72_288_575_488)]
public partial class MultiVerse70B;
