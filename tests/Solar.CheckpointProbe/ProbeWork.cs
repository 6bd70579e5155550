using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;

namespace Solar.CheckpointProbe;

/// <summary>Work of some hundred milliseconds: long enough to be cut off anywhere.</summary>
public static class ProbeWork
{
    private const int Layers = 8;
    private const int Hidden = 192;
    private const int Vocabulary = 3000;

    /// <summary>Writes the three models that are worked on.</summary>
    /// <returns>0.</returns>
    public static int WriteModels(string models)
    {
        string[] names = ["Base", "A", "B"];
        for (int seed = 0; seed < names.Length; seed++)
        {
            IReadOnlyList<TensorShape> tensors = Tensors(Layers);
            using CheckpointWriter writer = CheckpointWriter.Create(
                Path.Combine(models, names[seed]), [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))], 5_000_000);
            var random = new Random(seed);
            foreach (TensorShape tensor in tensors)
            {
                float[] values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = random.NextSingle() - 0.5f;
                }

                writer[tensor.Name].Append(MemoryMarshal.AsBytes<float>(values));
            }

            writer.WriteText(CheckpointFiles.Config, Config(Layers));
            writer.Commit(new CheckpointManifest { Model = "Probe." + names[seed], Dtype = "float32" });
        }

        return 0;
    }

    /// <summary>Merges them at random, so that the same bytes come out again only if the same choices were made.</summary>
    /// <returns>Number of tensors that an earlier run had made.</returns>
    public static async Task<int> MergeAsync(string models, string output)
    {
        MergeRecipeInput[] inputs = [Input("A", 0.4), Input("B", 0.6)];
        var merge = new CheckpointMerge
        {
            Name = "Probe.Merge",
            Tensors = Tensors(Layers),
            Config = Config(Layers),
            Recipe = new MergeRecipe("dare_ties", Layers) { Base = "Base", Inputs = new EquatableArray<MergeRecipeInput>(inputs) },
            RecipeText = "dare_ties",
        };
        MergeResult result = await CheckpointMerger.MergeAsync(
            merge,
            merge.Recipe.Sources.ToDictionary(name => name, name => Path.Combine(models, name)),
            output,
            new MergeOptions { MaxShardSize = 4_000_000, Threads = 2 });
        return result.Resumed;
    }

    /// <summary>Up-scales one of them.</summary>
    /// <returns>Number of tensors that an earlier run had made.</returns>
    public static async Task<int> UpscaleAsync(string models, string output)
    {
        int[] map = [.. Enumerable.Range(0, Layers - 2), .. Enumerable.Range(2, Layers - 2)];
        IReadOnlyList<TensorShape> tensors = Tensors(map.Length);
        var plan = new CheckpointPlan
        {
            Model = "Probe.Tall",
            Tensors = tensors,
            Rules = [.. tensors.Select(tensor => TensorRule.Copy(tensor.Name, Source(tensor.Name, map)))],
            Config = Config(map.Length),
            LayerMap = map,
            Sources = [new SourceDescription("Probe.A", Layers)],
        };
        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, Path.Combine(models, "A"), output, new UpscaleOptions { MaxShardSize = 4_000_000 });
        return result.Resumed;
    }

    /// <summary>Extracts an adapter of the difference of two, and applies it.</summary>
    /// <returns>Number of tensors that an earlier run had made.</returns>
    public static async Task<int> LoraAsync(string models, string output)
    {
        string adapter = output + "-adapter";
        await LoraExtractor.ExtractAsync(new LoraExtract(4) { Targets = ["q_proj", "v_proj"] }, Path.Combine(models, "A"), Path.Combine(models, "B"), adapter);
        MergeResult result = await LoraMerger.ApplyAsync(Path.Combine(models, "A"), adapter, output, new LoraOptions { MaxShardSize = 4_000_000 });
        return result.Resumed;
    }

    /// <summary>Holds a checkpoint against its manifest.</summary>
    /// <returns>Number of faults.</returns>
    public static async Task<int> VerifyAsync(string output) => (await CheckpointVerifier.VerifyAsync(output)).Count;

    private static string Source(string name, int[] map)
    {
        string[] parts = name.Split('.');
        if (parts[1] == "layers")
        {
            parts[2] = map[int.Parse(parts[2], CultureInfo.InvariantCulture)].ToString(CultureInfo.InvariantCulture);
        }

        return string.Join('.', parts);
    }

    private static MergeRecipeInput Input(string name, double density) => new(name)
    {
        Parameters = EquatableArray.Of(new MergeParameter("density", new MergeSetting(null, density))),
    };

    private static List<TensorShape> Tensors(int layers)
    {
        List<TensorShape> tensors = [new("model.embed_tokens.weight", Vocabulary, Hidden)];
        for (int i = 0; i < layers; i++)
        {
            string layer = $"model.layers.{i}.";
            foreach (string name in (string[])["q_proj", "k_proj", "v_proj", "o_proj"])
            {
                tensors.Add(new($"{layer}self_attn.{name}.weight", Hidden, Hidden));
            }

            tensors.Add(new(layer + "mlp.gate_proj.weight", 2 * Hidden, Hidden));
            tensors.Add(new(layer + "mlp.up_proj.weight", 2 * Hidden, Hidden));
            tensors.Add(new(layer + "mlp.down_proj.weight", Hidden, 2 * Hidden));
            tensors.Add(new(layer + "input_layernorm.weight", Hidden));
            tensors.Add(new(layer + "post_attention_layernorm.weight", Hidden));
        }

        tensors.Add(new("model.norm.weight", Hidden));
        tensors.Add(new("lm_head.weight", Vocabulary, Hidden));
        return tensors;
    }

    private static string Config(int layers) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "model_type": "llama", "hidden_size": {{Hidden}}, "intermediate_size": {{2 * Hidden}}, "num_hidden_layers": {{layers}}, "num_attention_heads": 4, "vocab_size": {{Vocabulary}} }""");
}
