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
    public static string Write(string directory, int layers = 4, int seed = 1) => Write(directory, new TinyShape(Hidden, Intermediate, Vocabulary), layers, seed);

    /// <summary>Writes one of other sizes.</summary>
    public static string Write(string directory, TinyShape shape, int layers, int seed)
    {
        (string Name, long[] Shape)[] tensors =
        [
            ("model.embed_tokens.weight", [shape.Vocabulary, shape.Hidden]),
            .. Enumerable.Range(0, layers).SelectMany(layer => Layer(shape, layer)),
            ("model.norm.weight", [shape.Hidden]),
            ("lm_head.weight", [shape.Vocabulary, shape.Hidden]),
        ];
        var random = new Random(seed);
        using CheckpointWriter writer = CheckpointWriter.Create(directory, [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))]);
        writer.WriteText("config.json", Config(shape, layers));
        foreach ((string name, long[] sizes) in tensors)
        {
            float[] values = [.. Enumerable.Range(0, (int)sizes.Aggregate((a, b) => a * b)).Select(_ => sizes.Length == 1 ? 1f : (float)random.NextDouble() - 0.5f)];
            writer[name].Append(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Commit(new CheckpointManifest { Model = "Tiny", Dtype = "float32" });
        return directory;
    }

    private static (string Name, long[] Shape)[] Layer(TinyShape shape, int layer) =>
    [
        ($"model.layers.{layer}.input_layernorm.weight", [shape.Hidden]),
        .. new[] { "q", "k", "v", "o" }.Select(part => ($"model.layers.{layer}.self_attn.{part}_proj.weight", new long[] { shape.Hidden, shape.Hidden })),
        ($"model.layers.{layer}.post_attention_layernorm.weight", [shape.Hidden]),
        ($"model.layers.{layer}.mlp.gate_proj.weight", [shape.Intermediate, shape.Hidden]),
        ($"model.layers.{layer}.mlp.up_proj.weight", [shape.Intermediate, shape.Hidden]),
        ($"model.layers.{layer}.mlp.down_proj.weight", [shape.Hidden, shape.Intermediate]),
    ];

    private static string Config(TinyShape shape, int layers) => $$"""
        { "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": {{shape.Hidden}}, "intermediate_size": {{shape.Intermediate}},
          "num_hidden_layers": {{layers}}, "num_attention_heads": 2, "vocab_size": {{shape.Vocabulary}}, "max_position_embeddings": 64, "torch_dtype": "float32" }
        """;
}

/// <summary>Sizes of a tiny Llama with two heads.</summary>
internal sealed record TinyShape(int Hidden, int Intermediate, int Vocabulary);
