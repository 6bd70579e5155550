using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Reads a safetensors file of float32 and int64 tensors, by a second program than the one under test.</summary>
internal static class TensorFile
{
    public static Dictionary<string, Tensor> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int headerLength = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        using JsonDocument header = JsonDocument.Parse(bytes.AsMemory(8, headerLength));

        Dictionary<string, Tensor> tensors = [];
        foreach (JsonProperty entry in header.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__"))
        {
            long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
            int[] range = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
            ReadOnlySpan<byte> data = bytes.AsSpan(8 + headerLength)[range[0]..range[1]];
            tensors[entry.Name] = entry.Value.GetProperty("dtype").GetString() switch
            {
                "F32" => tensor(MemoryMarshal.Cast<byte, float>(data).ToArray()).reshape(shape),
                "I64" => tensor(MemoryMarshal.Cast<byte, long>(data).ToArray()).reshape(shape),
                string other => throw new NotSupportedException($"{entry.Name} is {other}"),
                null => throw new NotSupportedException($"{entry.Name} has no dtype"),
            };
        }

        return tensors;
    }
}
