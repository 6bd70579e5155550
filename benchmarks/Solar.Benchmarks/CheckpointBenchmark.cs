using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;

namespace Solar.Benchmarks;

/// <summary>
/// Up-scaling and merging checkpoints of 2 GB against cp of the same bytes, each followed by a flush of what was written. Memory is the
/// process's greatest resident set during the work, which Linux tells.
/// </summary>
internal static class CheckpointBenchmark
{
    private const int Hidden = 2048;
    private const int Intermediate = 5632;
    private const int Vocabulary = 32000;
    private const int Layers = 16;
    private const int Rounds = 5;

    /// <summary>Up-scaling 16 layers to 24, 1.9 GB to 2.7 GB, and the same of a model three times as great.</summary>
    public static void RunUpscaling()
    {
        using var folder = new BenchmarkFolder();
        Write(folder["A"], Layers, 0);
        Upscale(folder, Layers, ContentHash.None, Rounds);
        Upscale(folder, Layers, ContentHash.Xxh128, Rounds);
        Directory.Delete(folder["A"], recursive: true);
        Write(folder["A"], 3 * Layers, 0);
        Upscale(folder, 3 * Layers, ContentHash.Xxh128, rounds: 1);
    }

    private static void Upscale(BenchmarkFolder folder, int layers, ContentHash hash, int rounds)
    {
        int[] map = [.. Enumerable.Range(0, layers * 3 / 4), .. Enumerable.Range(layers / 4, layers * 3 / 4)];
        IReadOnlyList<TensorShape> tensors = Tensors(map.Length);
        var plan = new CheckpointPlan
        {
            Model = "Benchmark.Tall",
            Tensors = tensors,
            Rules = [.. tensors.Select(tensor => TensorRule.Copy(tensor.Name, Source(tensor.Name, map)))],
            Config = Config(map.Length),
            LayerMap = map,
            Sources = [new SourceDescription("Benchmark.Model", layers)],
        };
        string output = folder["tall"];
        long memory = 0;
        var options = new UpscaleOptions { Hash = hash, MaxShardSize = 500_000_000 };
        Alternating.Measure(
            $"up-scaling {layers} layers to {map.Length}, " + (hash == ContentHash.None ? "no hashes" : "default manifest"),
            "cp of the output, and sync of it",
            () =>
            {
                Memory.Restart();
                CheckpointBuilder.BuildAsync(plan, folder["A"], output, options).GetAwaiter().GetResult();
                memory = Math.Max(memory, Memory.Greatest());
            },
            () => Copy(folder, [output]),
            rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  greatest memory {memory / 1e6:F0} MB"));
        Directory.Delete(output, recursive: true);
    }

    private static string Source(string name, int[] map)
    {
        string[] parts = name.Split('.');
        if (parts[1] == "layers")
        {
            parts[2] = map[int.Parse(parts[2], CultureInfo.InvariantCulture)].ToString(CultureInfo.InvariantCulture);
        }

        return string.Join('.', parts);
    }

    /// <summary>Average, SLERP and TIES of two models of 1.9 GB.</summary>
    public static void RunMerges()
    {
        using var folder = new BenchmarkFolder();
        string[] models = ["A", "B", "Base"];
        for (int i = 0; i < models.Length; i++)
        {
            Write(folder[models[i]], Layers, i);
        }

        Merge(folder, Recipe("average"), ["A", "B"]);
        Merge(folder, Recipe("slerp") with { Parameters = EquatableArray.Of(new MergeParameter("t", new MergeSetting(null, 0.4))) }, ["A", "B"]);
        Merge(folder, Recipe("ties") with { Base = "Base", Parameters = EquatableArray.Of(new MergeParameter("density", new MergeSetting(null, 0.5))) }, ["A", "B", "Base"]);
    }

    private static void Merge(BenchmarkFolder folder, MergeRecipe recipe, string[] sources)
    {
        var merge = new CheckpointMerge { Name = "Benchmark.Merge", Tensors = Tensors(Layers), Config = Config(Layers), Recipe = recipe };
        Dictionary<string, string> directories = sources.ToDictionary(name => name, name => folder[name]);
        string output = folder["merged"];
        Memory.Restart();
        long memory = 0;
        Alternating.Measure(
            $"{recipe.Method} of {sources.Length} models of 1.9 GB, default manifest",
            "cp of all files' bytes, and sync of them",
            () =>
            {
                Memory.Restart();
                CheckpointMerger.MergeAsync(merge, directories, output).GetAwaiter().GetResult();
                memory = Math.Max(memory, Memory.Greatest());
            },
            () => Copy(folder, [.. directories.Values, output]),
            Rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  greatest memory {memory / 1e6:F0} MB"));
        Directory.Delete(output, recursive: true);
    }

    private static MergeRecipe Recipe(string method) => new(method, Layers)
    {
        Inputs = EquatableArray.Of(new MergeRecipeInput("A"), new MergeRecipeInput("B")),
    };

    /// <summary>What a shell would do.</summary>
    private static void Copy(BenchmarkFolder folder, string[] directories)
    {
        string target = folder["copied"];
        Directory.CreateDirectory(target);
        string from = string.Join(' ', directories.Select(directory => $"'{directory}'"));
        using Process process = Process.Start("sh", ["-c", $"cp -r {from} '{target}' && find '{target}' -type f -exec sync {{}} +"])!;
        process.WaitForExit();
        Directory.Delete(target, recursive: true);
    }

    /// <summary>A Llama with weights that look like weights, in files of 500 MB.</summary>
    private static void Write(string directory, int layers, int seed)
    {
        IReadOnlyList<TensorShape> tensors = Tensors(layers);
        using CheckpointWriter writer = CheckpointWriter.Create(
            directory, [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.BF16, tensor.Shape))], 500_000_000);
        ushort[] block = new ushort[1 << 22];
        var random = new Random(seed);
        for (int i = 0; i < block.Length; i++)
        {
            block[i] = (ushort)(BitConverter.SingleToUInt32Bits((random.NextSingle() - 0.5f) * 0.04f) >> 16);
        }

        foreach (TensorShape tensor in tensors)
        {
            long left = tensor.Shape.Aggregate(2L, (product, size) => product * size);
            while (left > 0)
            {
                ReadOnlySpan<byte> piece = MemoryMarshal.AsBytes<ushort>(block.AsSpan(random.Next(block.Length / 2)));
                piece = piece[..(int)Math.Min(piece.Length, left)];
                writer[tensor.Name].Append(piece);
                left -= piece.Length;
            }
        }

        writer.WriteText(CheckpointFiles.Config, Config(layers));
        writer.Commit(new CheckpointManifest { Model = "Benchmark.Model", Dtype = "bfloat16" });
    }

    private static List<TensorShape> Tensors(int layers)
    {
        List<TensorShape> tensors = [new("model.embed_tokens.weight", Vocabulary, Hidden)];
        for (int i = 0; i < layers; i++)
        {
            string layer = $"model.layers.{i}.";
            tensors.AddRange(((string[])["q_proj", "k_proj", "v_proj", "o_proj"]).Select(name => new TensorShape($"{layer}self_attn.{name}.weight", Hidden, Hidden)));
            tensors.Add(new(layer + "mlp.gate_proj.weight", Intermediate, Hidden));
            tensors.Add(new(layer + "mlp.up_proj.weight", Intermediate, Hidden));
            tensors.Add(new(layer + "mlp.down_proj.weight", Hidden, Intermediate));
            tensors.Add(new(layer + "input_layernorm.weight", Hidden));
            tensors.Add(new(layer + "post_attention_layernorm.weight", Hidden));
        }

        tensors.Add(new("model.norm.weight", Hidden));
        tensors.Add(new("lm_head.weight", Vocabulary, Hidden));
        return tensors;
    }

    private static string Config(int layers) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "model_type": "llama", "hidden_size": {{Hidden}}, "intermediate_size": {{Intermediate}}, "num_hidden_layers": {{layers}}, "num_attention_heads": 16, "vocab_size": {{Vocabulary}} }""");

    /// <summary>A folder that is gone after the benchmark.</summary>
    private sealed class BenchmarkFolder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("solar-benchmark-").FullName;

        public string this[string name] => Path.Combine(_path, name);

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
