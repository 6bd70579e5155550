namespace Solar.Models;

/// <summary>Llama 3 70B Instruct, from which the models below start. Source: meta-llama/Meta-Llama-3-70B-Instruct.</summary>
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

/// <summary>Llama-3-70B-japanese-suzume-vector: <see cref="Llama3_70BInstruct"/> plus a task vector of a smaller model. Source: the card of mmnga/Llama-3-70B-japanese-suzume-vector-v0.1.</summary>
/// <remarks>
/// The vector is the difference between lightblue/suzume-llama-3-8B-japanese and Llama 3 8B Instruct, stretched to the sizes of 70B before it is added. Task arithmetic over tensors of
/// other shapes is no merge that can be declared; how they were stretched stands on its card. Published: weights. Tokenizer: Llama 3's; chat template
/// <c>&lt;|start_header_id|&gt; … &lt;|eot_id|&gt;</c>. Context: 8,192 positions.
/// </remarks>
[Layers(typeof(Llama3_70BInstruct), "0..80")]
[Weights("mmnga/Llama-3-70B-japanese-suzume-vector-v0.1")]
[Expect(NumHiddenLayers = 80, Parameters = 70_553_706_496)]
public partial class Llama3_70BJapaneseSuzumeVector;
