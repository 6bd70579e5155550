using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Specs;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>Small files, checkpoints and plans to test with.</summary>
internal static class Samples
{
    /// <summary>A safetensors file of exactly this header and this many bytes of data.</summary>
    public static byte[] File(string header, int dataLength, long? claimedLength = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[sizeof(long) + json.Length + dataLength];
        BinaryPrimitives.WriteInt64LittleEndian(file, claimedLength ?? json.Length);
        json.CopyTo(file, sizeof(long));
        for (int i = 0; i < dataLength; i++)
        {
            file[sizeof(long) + json.Length + i] = (byte)i;
        }

        return file;
    }

    public static SafetensorsHeader Parse(byte[] file) => SafetensorsHeader.Parse(file, file.Length, "x.safetensors");

    /// <summary>A Llama of two or more layers, small enough to write in no time.</summary>
    public static ConfigValues Tiny(int layers = 3) => ConfigValues.From(new Dictionary<string, ConfigValue>
    {
        ["hidden_size"] = ConfigValue.Of(8),
        ["intermediate_size"] = ConfigValue.Of(12),
        ["num_hidden_layers"] = ConfigValue.Of(layers),
        ["num_attention_heads"] = ConfigValue.Of(2),
        ["num_key_value_heads"] = ConfigValue.Of(1),
        ["vocab_size"] = ConfigValue.Of(16),
        ["max_position_embeddings"] = ConfigValue.Of(32),
        ["rms_norm_eps"] = ConfigValue.Of(1e-5),
    });

    public static DecoderSpec Spec(ConfigValues values, string family = "llama") => Family.Find(family)!.Lower(values);

    public static string Config(ConfigValues values, string family = "llama") =>
        "{" + string.Join(", ", values.Entries.Select(entry => $"{Json.Quote(entry.Key)}: {entry.Value.ToJson()}")
            .Prepend($"\"model_type\": \"{family}\"")) + "}";

    /// <summary>Writes a checkpoint of this architecture with seeded bytes; the values are written as its config.json.</summary>
    public static void Write(
        string directory, ConfigValues values, TensorDtype dtype = TensorDtype.F32, long shardSize = long.MaxValue, int seed = 1, string family = "llama")
    {
        TensorInfo[] tensors = [.. TensorCatalog.Tensors(Spec(values, family)).Select(tensor => new TensorInfo(tensor.Name, dtype, tensor.Shape))];
        using CheckpointWriter writer = CheckpointWriter.Create(directory, tensors, shardSize);
        var random = new Random(seed);
        foreach (TensorInfo tensor in tensors)
        {
            byte[] bytes = new byte[tensor.ByteCount];
            random.NextBytes(bytes);
            writer[tensor.Name].Append(bytes);
        }

        writer.WriteText("config.json", Config(values, family));
        writer.Commit(new CheckpointManifest { Model = "Test.Base", Dtype = dtype.ConfigName() ?? "?" });
    }

    /// <summary>Up-scaling of an architecture, planned as a recipe is.</summary>
    public static CheckpointPlan Upscale(ConfigValues values, int dropTop, int dropBottom, string family = "llama")
    {
        int depth = Spec(values, family).NumHiddenLayers;
        LayerMap map = LayerMap.Identity("Test.Base", depth).Upscale(dropTop, dropBottom);
        return Plan(values.With("num_hidden_layers", ConfigValue.Of(map.Count)), map, family) with { Sources = [new("Test.Base", depth)] };
    }

    /// <summary>A model of these values whose layers come from the map's.</summary>
    public static CheckpointPlan Plan(ConfigValues values, LayerMap map, string family = "llama")
    {
        int[] layers = [.. map.Layers];
        TensorSpec[] tensors = [.. TensorCatalog.Tensors(Spec(values, family))];
        return new CheckpointPlan
        {
            Model = "Test.Target",
            Tensors = [.. tensors.Select(tensor => new TensorShape(tensor.Name, [.. tensor.Shape]))],
            Rules = [.. tensors.Select(tensor => TensorRule.Copy(
                tensor.Name, tensor.Layer < 0 ? tensor.Name : tensor.Name.Replace($"layers.{tensor.Layer}.", $"layers.{layers[tensor.Layer]}.", StringComparison.Ordinal)))],
            Config = Config(values, family),
            LayerMap = layers,
        };
    }

    /// <summary>Changes a file's text in place.</summary>
    public static void Replace(string path, string from, string to)
    {
        string text = System.IO.File.ReadAllText(path, Encoding.Latin1);
        if (!text.Contains(from, StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"{Path.GetFileName(path)} has no '{from}'.");
        }

        System.IO.File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal), Encoding.Latin1);
    }
}
