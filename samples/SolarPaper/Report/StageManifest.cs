using System;
using System.IO;
using System.Text.Json;

namespace SolarPaper.Report;

/// <summary>What the manifest of a trained checkpoint says of its training.</summary>
internal static class StageManifest
{
    /// <summary>A field of it; null where there is no manifest, or it is torn or of something else: what was not finished, the report says elsewhere.</summary>
    /// <param name="directory">The checkpoint's folder.</param>
    /// <param name="field">The field, such as <c>environment</c>.</param>
    public static JsonElement? Find(string directory, string field)
    {
        string file = Path.Combine(directory, "solar.json");
        try
        {
            return File.Exists(file) && JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file)).TryGetProperty("training", out JsonElement training) && training.TryGetProperty(field, out JsonElement found)
                ? found
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
