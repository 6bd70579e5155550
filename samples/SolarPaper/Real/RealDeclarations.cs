using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SolarPaper.Real;

/// <summary>The paper's road as a file of declarations over one checkpoint and its data.</summary>
internal static class RealDeclarations
{
    private const int Longest = 2048;

    /// <summary>The text of the file.</summary>
    /// <param name="checkpoint">Folder of the base.</param>
    /// <param name="files">The file of each data set.</param>
    /// <param name="drop">Layers that each copy loses; null for a quarter.</param>
    /// <exception cref="IOException">The configuration is missing.</exception>
    /// <exception cref="InvalidDataException">It says nothing of layers or positions.</exception>
    public static string Write(string checkpoint, IReadOnlyDictionary<string, string> files, int? drop)
    {
        int layers = Number(checkpoint, "num_hidden_layers"), length = Math.Min(Longest, Positions(checkpoint));
        using Stream template = typeof(RealDeclarations).Assembly.GetManifestResourceStream("real.yaml")!;
        string text = new StreamReader(template).ReadToEnd()
            .Replace("{drop}", (drop ?? Math.Max(1, layers / 4)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{length}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return files.Aggregate(text, (written, file) => written.Replace($"{{{file.Key}}}", file.Value, StringComparison.Ordinal));
    }

    /// <summary>Positions of the base.</summary>
    /// <inheritdoc cref="Write"/>
    public static int Positions(string checkpoint) => Number(checkpoint, "max_position_embeddings");

    private static int Number(string checkpoint, string key)
    {
        using JsonDocument config = Configuration(checkpoint);
        return config.RootElement.ValueKind == JsonValueKind.Object && config.RootElement.TryGetProperty(key, out JsonElement value) && value.TryGetInt32(out int number)
            ? number
            : throw new InvalidDataException($"{Path.Combine(checkpoint, "config.json")} has no {key}; the road begins with a Llama or Mistral checkpoint of Hugging Face.");
    }

    private static JsonDocument Configuration(string checkpoint)
    {
        string file = Path.Combine(checkpoint, "config.json");
        try
        {
            return JsonDocument.Parse(File.ReadAllText(file));
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file} is no JSON: {fault.Message}", fault);
        }
    }
}
