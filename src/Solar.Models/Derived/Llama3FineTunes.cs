namespace Solar.Models;

/// <summary>Llama 3 70B Instruct, from which the three below start. Source: meta-llama/Meta-Llama-3-70B-Instruct.</summary>
/// <remarks>Published: weights. Not published: its data. Tokenizer: Llama 3's; chat template <c>&lt;|start_header_id|&gt; … &lt;|eot_id|&gt;</c>. Context: 8,192 positions.</remarks>
[Layers(typeof(Llama3_70B), "0..80")]
[Weights("meta-llama/Meta-Llama-3-70B-Instruct")]
[Expect(NumHiddenLayers = 80, Parameters = 70_553_706_496)]
public partial class Llama3_70BInstruct;

/// <summary>Llama-3-70B-Instruct-DPO: DPO over <see cref="Llama3_70BInstruct"/>. Source: MaziyarPanahi/Llama-3-70B-Instruct-DPO-v0.1.</summary>
/// <remarks>Published: weights. Not declared here: its data and settings. Tokenizer: Llama 3's; chat template <c>&lt;|start_header_id|&gt; … &lt;|eot_id|&gt;</c>. Context: 8,192 positions.</remarks>
[Layers(typeof(Llama3_70BInstruct), "0..80")]
[Weights("MaziyarPanahi/Llama-3-70B-Instruct-DPO-v0.1")]
[Expect(NumHiddenLayers = 80, Parameters = 70_553_706_496)]
public partial class Llama3_70BInstructDpo;

/// <summary>Llama3-TenyxChat-70B: DPO over <see cref="Llama3_70BInstruct"/>. Source: tenyx/Llama3-TenyxChat-70B.</summary>
/// <remarks>Published: weights. Not published: the method against forgetting. Tokenizer: Llama 3's; chat template <c>&lt;|start_header_id|&gt; … &lt;|eot_id|&gt;</c>. Context: 8,192 positions.</remarks>
[Layers(typeof(Llama3_70BInstruct), "0..80")]
[Weights("tenyx/Llama3-TenyxChat-70B")]
[Expect(NumHiddenLayers = 80, Parameters = 70_553_706_496)]
public partial class Llama3TenyxChat70B;

/// <summary>The Japanese fine-tune that the vector below is taken from, as far as its name says.</summary>
/// <remarks>No weights are declared: which repository it is was not checked. Name them with <c>--weights</c>. Tokenizer: Llama 3's. Context: 8,192 positions.</remarks>
[Layers(typeof(Llama3_70BInstruct), "0..80")]
[Expect(NumHiddenLayers = 80, Parameters = 70_553_706_496)]
public partial class SuzumeJapanese70B;

/// <summary>Llama-3-70B-japanese-suzume-vector: <see cref="Llama3_70BInstruct"/> plus the task vector of a Japanese fine-tune (task arithmetic). Source: its name.</summary>
/// <remarks>Parents and factor are of the name and the method's default, 1: the card was not checked. Tokenizer: its base's. Context: 8,192 positions.</remarks>
[TaskArithmetic(typeof(SuzumeJapanese70B), Base = typeof(Llama3_70BInstruct))]
public partial class Llama3_70BJapaneseSuzumeVector;
