using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Solar.Specs;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>Three tiny models of floats, and merges of them.</summary>
internal static class MergedModels
{
    public static Dictionary<string, string> Models(TempFolder folder, long shardSize = long.MaxValue)
    {
        foreach ((string name, int seed) in new[] { ("Base", 1), ("A", 2), ("B", 3) })
        {
            WriteFloats(folder[name], seed, shardSize);
        }

        return new[] { "Base", "A", "B" }.ToDictionary(name => name, name => folder[name]);
    }

    /// <summary>Random bytes are no good here: as float32 they span all magnitudes, NaN too.</summary>
    private static void WriteFloats(string directory, int seed, long shardSize)
    {
        CheckpointMerge merge = Merge(Recipe("ties"));
        using CheckpointWriter writer = CheckpointWriter.Create(
            directory, [.. merge.Tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))], shardSize);
        var random = new Random(seed);
        foreach (TensorShape tensor in merge.Tensors)
        {
            float[] values = [.. Enumerable.Range(0, (int)tensor.Shape.Aggregate(1L, (product, size) => product * size)).Select(_ => (float)(random.NextDouble() - 0.5))];
            writer[tensor.Name].Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(values));
        }

        writer.WriteText("config.json", merge.Config);
        writer.Commit(new CheckpointManifest { Model = "Test." + Path.GetFileName(directory), Dtype = "float32" });
    }

    public static MergeRecipe Recipe(string method) => new(method, 3)
    {
        Inputs = EquatableArray.Of(GoldenMerges.Input("A", ("weight", 1), ("density", 0.5)), GoldenMerges.Input("B", ("weight", 0.5), ("density", 0.3))),
        Base = "Base",
    };

    public static CheckpointMerge Merge(MergeRecipe recipe, int layers = 3, ConfigValues? values = null)
    {
        ConfigValues config = values ?? Samples.Tiny(layers);
        return new CheckpointMerge
        {
            Name = "Test.Merge",
            Tensors = [.. TensorCatalog.Tensors(Samples.Spec(config)).Select(tensor => new TensorShape(tensor.Name, [.. tensor.Shape]))],
            Config = Samples.Config(config),
            Recipe = recipe,
        };
    }
}
