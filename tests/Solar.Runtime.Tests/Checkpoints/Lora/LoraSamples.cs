using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Specs;

namespace Solar.Runtime.Tests.Checkpoints.Lora;

/// <summary>Checkpoints with numbers like weights, adapters of PEFT's layout, and what they mean in plain loops.</summary>
internal static class LoraSamples
{
    public const string Prefix = "base_model.model.";

    /// <summary>A checkpoint of seeded numbers between −0.5 and 0.5, in which some may be changed.</summary>
    public static string WriteModel(string directory, int seed = 1, ConfigValues? values = null, string family = "llama", TensorDtype dtype = TensorDtype.F32, Action<string, float[]>? change = null)
    {
        ConfigValues config = values ?? Samples.Tiny();
        TensorInfo[] tensors = [.. TensorCatalog.Tensors(Samples.Spec(config, family)).Select(tensor => new TensorInfo(tensor.Name, dtype, tensor.Shape))];
        using CheckpointWriter writer = CheckpointWriter.Create(directory, tensors, 2000);
        var random = new Random(seed);
        foreach (TensorInfo tensor in tensors)
        {
            float[] numbers = Random(random, tensor.ByteCount / tensor.Dtype.Size());
            change?.Invoke(tensor.Name, numbers);
            byte[] bytes = new byte[tensor.ByteCount];
            ElementConversion.FromSingle(numbers, dtype, bytes);
            writer[tensor.Name].Append(bytes);
        }

        writer.WriteText("config.json", Samples.Config(config, family));
        writer.WriteText("tokenizer_config.json", "{}");
        writer.Commit(new CheckpointManifest { Model = "Test.Base", Dtype = dtype.ConfigName()! });
        return directory;
    }

    /// <summary>An adapter's folder: its configuration and its tensors, named without the wrapper's prefix.</summary>
    public static string WriteAdapter(string directory, string config, params (string Name, long[] Shape, float[] Numbers)[] tensors)
    {
        Directory.CreateDirectory(directory);
        File.WriteAllText(Path.Combine(directory, "adapter_config.json"), config);
        byte[] header = SafetensorsHeaderWriter.Write(tensors.Select(tensor => new TensorInfo(Prefix + tensor.Name, TensorDtype.F32, tensor.Shape)), out IReadOnlyList<SafetensorsEntry> entries);
        using FileStream file = File.Create(Path.Combine(directory, "adapter_model.safetensors"));
        file.Write(header);
        foreach (SafetensorsEntry entry in entries)
        {
            file.Write(MemoryMarshal.AsBytes(tensors.Single(tensor => Prefix + tensor.Name == entry.Name).Numbers.AsSpan()));
        }

        return directory;
    }

    /// <summary>A tensor of seeded numbers.</summary>
    public static (string Name, long[] Shape, float[] Numbers) Tensor(string name, int seed, params long[] shape) =>
        (name, shape, Random(new Random(seed), shape.Aggregate(1L, (product, size) => product * size)));

    /// <summary>Both factors of a module.</summary>
    public static (string Name, long[] Shape, float[] Numbers)[] Factors(string module, int rank, long inputs, long outputs, int seed) =>
        [Tensor(module + ".lora_A.weight", seed, rank, inputs), Tensor(module + ".lora_B.weight", seed + 1, outputs, rank)];

    /// <summary>A tensor of a checkpoint as float32.</summary>
    public static float[] Read(string directory, string tensor)
    {
        using CheckpointReader reader = CheckpointReader.Open(directory);
        return Values(reader.Tensors[tensor]);
    }

    /// <summary>A tensor as float32.</summary>
    public static float[] Values(StoredTensor tensor)
    {
        float[] values = new float[tensor.Info.ByteCount / tensor.Info.Dtype.Size()];
        ElementConversion.ToSingle(tensor.Bytes, tensor.Info.Dtype, values);
        return values;
    }

    /// <summary>B · A in plain loops: [outputs, inputs].</summary>
    public static double[] Product(float[] a, float[] b, int rank)
    {
        int inputs = a.Length / rank, outputs = b.Length / rank;
        double[] product = new double[inputs * outputs];
        for (int i = 0; i < outputs; i++)
        {
            for (int j = 0; j < inputs; j++)
            {
                for (int k = 0; k < rank; k++)
                {
                    product[(i * inputs) + j] += (double)b[(i * rank) + k] * a[(k * inputs) + j];
                }
            }
        }

        return product;
    }

    private static float[] Random(Random random, long count) => [.. Enumerable.Range(0, (int)count).Select(_ => random.NextSingle() - 0.5f)];
}
