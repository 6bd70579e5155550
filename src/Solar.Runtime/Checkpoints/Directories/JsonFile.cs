using System;
using System.IO;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>Reads the small JSON files of a checkpoint, which are as untrusted as its weights.</summary>
internal static class JsonFile
{
    /// <summary>What is read from the object in a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="greatestLength">Bytes above which it is no such file.</param>
    /// <param name="mend">What to do when it is damaged.</param>
    /// <param name="read">Reads the object; strings are decoded only here, so what is wrong with them shows only here.</param>
    /// <exception cref="CheckpointException">The file is too long or holds no JSON object.</exception>
    public static T ReadObject<T>(string path, long greatestLength, string mend, Func<JsonElement, T> read)
    {
        long length = new FileInfo(path).Length;
        if (length > greatestLength)
        {
            throw new CheckpointException(path, null, $"it has {length} bytes, more than the {greatestLength} that are allowed", mend);
        }

        using FileStream stream = File.OpenRead(path);
        return ReadObject(stream, path, mend, read);
    }

    /// <summary>What is read from an object.</summary>
    /// <param name="json">Its bytes.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="mend">What to do when it is damaged.</param>
    /// <param name="read">Reads the object.</param>
    /// <exception cref="CheckpointException">It is no JSON object.</exception>
    public static T ReadObject<T>(Stream json, string path, string mend, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? read(document.RootElement)
                : throw new CheckpointException(path, null, $"it holds {document.RootElement.ValueKind}, not an object", mend);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            // InvalidOperationException is how half of a surrogate pair is reported.
            throw new CheckpointException(path, null, $"it is no valid JSON ({e.Message})", mend, e);
        }
    }
}
