using System;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>A Llama checkpoint of a few kilobytes, written without libtorch.</summary>
internal static class TinyCheckpoint
{
    private const int Hidden = 8, Intermediate = 16, Vocabulary = 32;

    /// <summary>The YAML of the architecture.</summary>
    public static string Yaml(int layers) =>
        $"{{ llama: {{ hidden_size: {Hidden}, intermediate_size: {Intermediate}, num_hidden_layers: {layers}, num_attention_heads: 2, vocab_size: {Vocabulary}, max_position_embeddings: 64, dtype: float32 }} }}";

    /// <summary>Writes one; equal seeds give equal weights.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="seed">Seed of its weights.</param>
    /// <returns>The folder.</returns>
    public static string Write(string directory, int layers = 4, int seed = 1)
    {
        (string Name, long[] Shape)[] tensors =
        [
            ("model.embed_tokens.weight", [Vocabulary, Hidden]),
            .. Enumerable.Range(0, layers).SelectMany(Layer),
            ("model.norm.weight", [Hidden]),
            ("lm_head.weight", [Vocabulary, Hidden]),
        ];
        var random = new Random(seed);
        using CheckpointWriter writer = CheckpointWriter.Create(directory, [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))]);
        writer.WriteText("config.json", Config(layers));
        foreach ((string name, long[] shape) in tensors)
        {
            float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(_ => shape.Length == 1 ? 1f : (float)random.NextDouble() - 0.5f)];
            writer[name].Append(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Commit(new CheckpointManifest { Model = "Tiny", Dtype = "float32" });
        return directory;
    }

    private static (string Name, long[] Shape)[] Layer(int layer) =>
    [
        ($"model.layers.{layer}.input_layernorm.weight", [Hidden]),
        .. new[] { "q", "k", "v", "o" }.Select(part => ($"model.layers.{layer}.self_attn.{part}_proj.weight", new long[] { Hidden, Hidden })),
        ($"model.layers.{layer}.post_attention_layernorm.weight", [Hidden]),
        ($"model.layers.{layer}.mlp.gate_proj.weight", [Intermediate, Hidden]),
        ($"model.layers.{layer}.mlp.up_proj.weight", [Intermediate, Hidden]),
        ($"model.layers.{layer}.mlp.down_proj.weight", [Hidden, Intermediate]),
    ];

    private static string Config(int layers) => $$"""
        { "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": {{Hidden}}, "intermediate_size": {{Intermediate}},
          "num_hidden_layers": {{layers}}, "num_attention_heads": 2, "vocab_size": {{Vocabulary}}, "max_position_embeddings": 64, "torch_dtype": "float32" }
        """;
}
