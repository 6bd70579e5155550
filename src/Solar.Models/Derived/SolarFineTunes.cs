namespace Solar.Models;

/// <summary>meow, a fine-tune of <see cref="Solar10BInstruct"/>. Source: rishiraj/meow.</summary>
/// <remarks>Published: weights. Not declared here: its data and settings. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("rishiraj/meow")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class Meow;

/// <summary>SauerkrautLM-SOLAR-Instruct, a fine-tune of <see cref="Solar10BInstruct"/>. Source: VAGOsolutions/SauerkrautLM-SOLAR-Instruct.</summary>
/// <remarks>Published: weights. Not declared here: its data and settings. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("VAGOsolutions/SauerkrautLM-SOLAR-Instruct")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class SauerkrautSolarInstruct;

/// <summary>UNA-SOLAR-10.7B-Instruct, a fine-tune of <see cref="Solar10BInstruct"/>. Source: fblgit/UNA-SOLAR-10.7B-Instruct-v1.0.</summary>
/// <remarks>Published: weights. Not published: what its method, UNA, does. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("fblgit/UNA-SOLAR-10.7B-Instruct-v1.0")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class UnaSolarInstruct;

/// <summary>LUNA-SOLARkrautLM-Instruct, a fine-tune of <see cref="UnaSolarInstruct"/> by DPO. Source: the card of fblgit/LUNA-SOLARkrautLM-Instruct.</summary>
/// <remarks>
/// Published: weights, and what the preference pairs were made of (SauerkrautLM-DPO, translations of UltraFeedback, distilabel's mathematical pairs). Not published: settings, and
/// what UNA does. Tokenizer: Mistral's; chat template <c>### User: … ### Assistant:</c>, or ChatML. Context: 4,096 positions.
/// </remarks>
[Layers(typeof(UnaSolarInstruct), "0..48")]
[Weights("fblgit/LUNA-SOLARkrautLM-Instruct")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class LunaSolarkrautInstruct;

/// <summary>Sakura-SOLAR-Instruct: an arc between <see cref="Solar10BInstruct"/> and <see cref="SauerkrautSolarInstruct"/>. Source: the merge configuration in KyujinHan/Sakura-SOLAR-DPO.</summary>
/// <remarks>Published: all of the merge. Weights: kyujinpy/Sakura-SOLAR-Instruct. Tokenizer: the union of its parents', both Mistral's; chat template <c>### User: … ### Assistant:</c>. Context: 4,096 positions.</remarks>
[Slerp(typeof(Solar10BInstruct), typeof(SauerkrautSolarInstruct), T = 0.5, Dtype = Dtype.Float16)]
[MergeParameter("t", 0, 0.5, 0.3, 0.7, 1, Filter = "self_attn")]
[MergeParameter("t", 1, 0.5, 0.7, 0.3, 0, Filter = "mlp")]
public partial class SakuraSolarInstruct;

/// <summary>SauerkrautLM-UNA-SOLAR-Instruct: an arc between <see cref="UnaSolarInstruct"/> and <see cref="SauerkrautSolarInstruct"/>. Source: the card of Weyaxi/SauerkrautLM-UNA-SOLAR-Instruct.</summary>
/// <remarks>
/// Published: all of the merge. Its base is neither of the two; mergekit then took the second one that is listed for t = 0, and so does this.
/// Weights: Weyaxi/SauerkrautLM-UNA-SOLAR-Instruct. Tokenizer: the union of its parents', both Mistral's; chat template <c>### User: … ### Assistant:</c>. Context: 4,096 positions.
/// </remarks>
[Slerp(typeof(UnaSolarInstruct), typeof(SauerkrautSolarInstruct), T = 0.5, Dtype = Dtype.BFloat16)]
[MergeParameter("t", 0, 0.5, 0.3, 0.7, 1, Filter = "self_attn")]
[MergeParameter("t", 1, 0.5, 0.7, 0.3, 0, Filter = "mlp")]
public partial class SauerkrautUnaSolarInstruct;

/// <summary>LMCocktail-10.7B: <see cref="Solar10BInstruct"/> and <see cref="Meow"/>, half and half. Source: the card of Yhyu13/LMCocktail-10.7B-v1.</summary>
/// <remarks>
/// LM-Cocktail (arXiv 2311.13534) takes weights from the loss on a few examples; the card gives the ones that were used, 0.5 and 0.5. <c>solar cocktail</c> finds such weights.
/// Weights: Yhyu13/LMCocktail-10.7B-v1. Tokenizer: its first parent's; chat template <c>### User: … ### Assistant:</c>. Context: 4,096 positions.
/// </remarks>
[Linear(typeof(Solar10BInstruct), typeof(Meow), Weights = [0.5, 0.5])]
public partial class LmCocktail10B;
