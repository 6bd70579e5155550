using System;
using System.Collections.Generic;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Reads the JSON of a safetensors header token by token: unlike a deserializer it sees duplicate names, and it takes no more memory
/// than the header has.
/// </summary>
internal sealed class SafetensorsParser(string file)
{
    private const string MetadataName = "__metadata__";

    public List<SafetensorsEntry> Entries { get; } = [];

    public Dictionary<string, SafetensorsEntry> ByName { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public void Read(ReadOnlySpan<byte> json)
    {
        string? tensor = null;
        bool hasMetadata = false;
        try
        {
            // object → entry → array is all that the format has
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 3 });
            Expect(ref reader, JsonTokenType.StartObject, null);
            while (Next(ref reader) is JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (name == MetadataName)
                {
                    if (hasMetadata)
                    {
                        throw Malformed(null, $"{MetadataName} occurs twice");
                    }

                    hasMetadata = true;
                    ReadMetadata(ref reader);
                    continue;
                }

                tensor = name;
                SafetensorsEntry entry = new SafetensorsEntryReader(file, name).Read(ref reader);
                if (!ByName.TryAdd(name, entry))
                {
                    throw Malformed(name, "it occurs twice in the header");
                }

                Entries.Add(entry);
                tensor = null;
            }

            // The reader itself refuses anything but white space after the end.
            while (reader.Read())
            {
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException is how the reader reports text that is not UTF-8.
            throw Malformed(tensor, $"its header is no valid JSON ({e.Message})", e);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, null);
        while (Next(ref reader) is JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String, null);
            if (!Metadata.TryAdd(key, reader.GetString()!))
            {
                throw Malformed(null, $"{CheckpointFault.Quote(key)} occurs twice in {MetadataName}");
            }
        }
    }

    private static JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : JsonTokenType.None;

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string? tensor)
    {
        if (Next(ref reader) != expected)
        {
            throw Malformed(tensor, $"its header has {reader.TokenType} where {expected} must stand (byte {reader.TokenStartIndex})");
        }
    }

    private CheckpointException Malformed(string? tensor, string problem, Exception? cause = null) =>
        new(file, tensor, problem, "This is no safetensors file, or a damaged one.", cause);
}
