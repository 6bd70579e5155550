using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// <c>model.safetensors.index.json</c>: which shard holds which tensor. A name in it is only ever a file of the same folder.
/// </summary>
internal static class ShardIndex
{
    private const long GreatestLength = 100_000_000;
    private const string Mend = "Fetch the index again, or write it anew.";

    /// <summary>Tensor → name of its shard, in the order of the index.</summary>
    /// <exception cref="CheckpointException">The index is malformed, names a tensor twice, or names a file outside of the folder.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path) =>
        JsonFile.ReadObject(path, GreatestLength, Mend, root => Shards(root, path));

    /// <summary>The same of bytes.</summary>
    /// <param name="json">The index.</param>
    /// <param name="path">What messages call it.</param>
    public static IReadOnlyDictionary<string, string> Parse(byte[] json, string path)
    {
        using var stream = new MemoryStream(json);
        return JsonFile.ReadObject(stream, path, Mend, root => Shards(root, path));
    }

    private static Dictionary<string, string> Shards(JsonElement root, string path)
    {
        if (!root.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, null, "it has no 'weight_map' object", Mend);
        }

        var shards = new Dictionary<string, string>(StringComparer.Ordinal);
        List<CheckpointFault> faults = [];
        foreach (JsonProperty property in map.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                faults.Add(new CheckpointFault(path, property.Name, $"its shard is {property.Value.ValueKind}, not a name", Mend));
                continue;
            }

            string shard = property.Value.GetString()!;
            if (!CheckpointFiles.IsPlainName(shard) || !shard.EndsWith(".safetensors", StringComparison.Ordinal))
            {
                faults.Add(new CheckpointFault(
                    path, property.Name, $"its shard is {CheckpointFault.Quote(shard)}, not a .safetensors file of the same folder", "Do not use this checkpoint: its index points elsewhere."));
            }
            else if (!shards.TryAdd(property.Name, shard))
            {
                faults.Add(new CheckpointFault(path, property.Name, "it occurs twice in the weight_map", Mend));
            }
        }

        return faults.Count == 0 ? shards : throw new CheckpointException($"{path} cannot be used", faults);
    }

    /// <summary>The index of a written checkpoint, as transformers writes it.</summary>
    /// <param name="shards">Tensor → name of its shard.</param>
    /// <param name="totalSize">Bytes of all tensors.</param>
    public static string Write(IEnumerable<KeyValuePair<string, string>> shards, long totalSize) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject("metadata");
        json.WriteNumber("total_size", totalSize);
        json.WriteEndObject();
        json.WriteStartObject("weight_map");
        foreach ((string tensor, string shard) in shards.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(tensor, shard);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    });
}
