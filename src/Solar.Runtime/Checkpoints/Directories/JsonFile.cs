using System;
using System.IO;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>Reads the small JSON files of a checkpoint, which are as untrusted as its weights.</summary>
internal static class JsonFile
{
    /// <summary>The object in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="greatestLength">Bytes above which it is no such file.</param>
    /// <param name="mend">What to do when it is damaged.</param>
    /// <exception cref="CheckpointException">The file is too long or holds no JSON object.</exception>
    public static JsonElement ReadObject(string path, long greatestLength, string mend)
    {
        long length = new FileInfo(path).Length;
        if (length > greatestLength)
        {
            throw new CheckpointException(path, null, $"it has {length} bytes, more than the {greatestLength} that are allowed", mend);
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using var document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new CheckpointException(path, null, $"it holds {document.RootElement.ValueKind}, not an object", mend);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(path, null, $"it is no valid JSON ({e.Message})", mend, e);
        }
    }
}
