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

/// <summary>SauerkrautLM-UNA-SOLAR-Instruct, a merge of fine-tunes of <see cref="Solar10BInstruct"/>. Source: Weyaxi/SauerkrautLM-UNA-SOLAR-Instruct.</summary>
/// <remarks>Its parents and settings stand on its card alone and are not declared here; what is declared is its architecture and where its weights are. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("Weyaxi/SauerkrautLM-UNA-SOLAR-Instruct")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class SauerkrautUnaSolarInstruct;

/// <summary>Sakura-SOLAR-Instruct, a merge over <see cref="Solar10BInstruct"/>. Source: kyujinpy/Sakura-SOLAR-Instruct.</summary>
/// <remarks>Its parents and settings stand on its card alone and are not declared here; what is declared is its architecture and where its weights are. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("kyujinpy/Sakura-SOLAR-Instruct")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class SakuraSolarInstruct;

/// <summary>LUNA-SOLARkrautLM-Instruct, a fine-tune over <see cref="Solar10BInstruct"/>. Source: fblgit/LUNA-SOLARkrautLM-Instruct.</summary>
/// <remarks>Its parents and settings stand on its card alone and are not declared here; what is declared is its architecture and where its weights are. Tokenizer: Mistral's; chat template of its folder, else that of <see cref="Solar10BInstruct"/>. Context: 4,096 positions.</remarks>
[Layers(typeof(Solar10BInstruct), "0..48")]
[Weights("fblgit/LUNA-SOLARkrautLM-Instruct")]
[Expect(NumHiddenLayers = 48, Parameters = 10_731_524_096)]
public partial class LunaSolarkrautInstruct;

/// <summary>LMCocktail-10.7B: <see cref="Solar10BInstruct"/> and <see cref="Meow"/>, half and half. Source: the card of LMCocktail-10.7B-v1.</summary>
/// <remarks>
/// LM-Cocktail (arXiv 2311.13534) takes weights from the loss on a few examples; the card gives the ones that were used, 0.5 and 0.5.
/// A merge has no weights of its own here: it is made from those of its parents. Tokenizer: its first parent's. Context: 4,096 positions.
/// </remarks>
[Linear(typeof(Solar10BInstruct), typeof(Meow), Weights = [0.5, 0.5])]
public partial class LmCocktail10B;
