using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.LayerMaps;

namespace Solar.Runtime.Checkpoints;

/// <summary>A file that a checkpoint was made from.</summary>
/// <param name="File">Its name, without the folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Hash">A hash, hexadecimal; empty where nothing was hashed. XXH128 tells files apart; it does not guard against an adversary.</param>
public sealed record SourceFile(string File, long Bytes, string Hash)
{
    /// <summary>Full name of the declaration whose checkpoint it belongs to; null where there is but one.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// What was hashed: <c>xxh128</c>, all bytes; <c>tensors_xxh128</c>, the hashes of the tensors that were read, in the order of the file.
    /// </summary>
    public string HashKind { get; init; } = "xxh128";
}

/// <summary>
/// <c>solar.json</c>: how a checkpoint was made. It holds nothing of time or place, so that equal inputs give equal bytes.
/// </summary>
public sealed record CheckpointManifest
{
    /// <summary>The version of the manifest's own layout.</summary>
    public const int FormatVersion = 1;

    private const long GreatestLength = 50_000_000;
    private const string Mend = "Name another folder, or empty this one.";

    /// <summary>Full name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The declaration as canonical JSON; null where there is none.</summary>
    public string? Declaration { get; init; }

    /// <summary>The recipe in canonical form; null without one.</summary>
    public string? Recipe { get; init; }

    /// <summary>Full names of the declarations that it was made from; empty without one.</summary>
    public IReadOnlyList<string> BuiltFrom { get; init; } = [];

    /// <summary>For each layer, the source's layer; empty where numbers of one source do not say it, and where nothing was copied.</summary>
    public IReadOnlyList<int> LayerMap { get; init; } = [];

    /// <summary>For each layer, what it was made from; empty where <see cref="LayerMap"/> says it.</summary>
    public IReadOnlyList<LayerSource> LayerSources { get; init; } = [];

    /// <summary>The data type of the weights, such as <c>bfloat16</c>.</summary>
    public required string Dtype { get; init; }

    /// <summary>The files that it was made from.</summary>
    public IReadOnlyList<SourceFile> Sources { get; init; } = [];

    /// <summary>How it was trained, as a JSON object; null where it was not.</summary>
    public string? Training { get; init; }

    /// <summary>By what its tensors are identified.</summary>
    public ContentHash Hash { get; init; } = ContentHash.None;

    /// <summary>The hash of each tensor's bytes, hexadecimal; empty where nothing was hashed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tensors { get; init; } = [];

    /// <summary>The hash of each small file, such as config.json; empty where nothing was hashed.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> SmallFiles { get; init; } = [];

    /// <summary>Every file that was written, the manifest too.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The version of Solar that wrote it.</summary>
    public static string SolarVersion => typeof(CheckpointManifest).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteNumber("format_version", FormatVersion);
        json.WriteString("solar_version", SolarVersion);
        json.WriteString("model", Model);
        json.WriteString("recipe", Recipe);
        json.WriteString("source", BuiltFrom.Count == 1 ? BuiltFrom[0] : null);
        if (BuiltFrom.Count > 1)
        {
            WriteTexts(json, "built_from", BuiltFrom);
        }

        json.WritePropertyName("layer_map");
        json.WriteRawValue("[" + string.Join(", ", LayerMap) + "]");
        if (LayerSources.Count > 0)
        {
            WriteTexts(json, "layer_sources", LayerSources.Select(layer => layer.ToString()));
        }

        json.WriteString("dtype", Dtype);
        json.WriteStartArray("sources");
        foreach (SourceFile source in Sources)
        {
            json.WriteStartObject();
            if (source.Source is { } name)
            {
                json.WriteString("source", name);
            }

            json.WriteString("file", source.File);
            json.WriteNumber("bytes", source.Bytes);
            if (source.Hash.Length > 0)
            {
                json.WriteString(source.HashKind, source.Hash);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("files");
        foreach (string file in Files.Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteString("declaration", Declaration);
        WriteHashes(json, "files_", SmallFiles);
        WriteHashes(json, "tensors_", Tensors);
        if (Training is not null)
        {
            using JsonDocument training = JsonDocument.Parse(Training);
            json.WritePropertyName("training");
            training.WriteTo(json);
        }

        json.WriteEndObject();
    });

    private void WriteHashes(Utf8JsonWriter json, string prefix, IReadOnlyList<KeyValuePair<string, string>> hashes)
    {
        if (hashes.Count == 0)
        {
            return;
        }

        json.WriteStartObject(prefix + Hash.KeyOf());
        foreach ((string name, string hash) in hashes.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(name, hash);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    /// <summary>The files that the manifest at <paramref name="path"/> says were written.</summary>
    /// <exception cref="CheckpointException">It is no manifest.</exception>
    internal static IReadOnlyList<string> ReadFiles(string path) => JsonFile.ReadObject(path, GreatestLength, Mend, root => FilesOf(root, path));

    private static string[] FilesOf(JsonElement root, string path)
    {
        if (!root.TryGetProperty("format_version", out _)
            || !root.TryGetProperty("files", out JsonElement files)
            || files.ValueKind != JsonValueKind.Array
            || files.EnumerateArray().Any(file => file.ValueKind != JsonValueKind.String))
        {
            throw new CheckpointException(path, null, "it is no manifest that Solar wrote", Mend);
        }

        return [.. files.EnumerateArray().Select(file => file.GetString()!)];
    }
}
