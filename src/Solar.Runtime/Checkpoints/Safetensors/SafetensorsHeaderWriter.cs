using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>Writes the header of a safetensors file as the reference implementation does, byte for byte.</summary>
public static class SafetensorsHeaderWriter
{
    private const int Alignment = 8;

    /// <summary>The header of a file that holds <paramref name="tensors"/>.</summary>
    /// <param name="tensors">The tensors; they are put into the canonical order.</param>
    /// <param name="entries">The tensors in the order of their bytes, with their offsets.</param>
    /// <returns>Length, JSON and padding: what stands before the first tensor's bytes.</returns>
    public static byte[] Write(IEnumerable<TensorInfo> tensors, out IReadOnlyList<SafetensorsEntry> entries)
    {
        entries = SafetensorsLayout.Arrange(tensors);
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();

            // transformers refuses a file that does not say which library's layout it has
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", "pt");
            writer.WriteEndObject();

            foreach (SafetensorsEntry entry in entries)
            {
                Write(writer, entry);
            }

            writer.WriteEndObject();
        }

        int length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        byte[] header = new byte[sizeof(long) + length];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        json.WrittenSpan.CopyTo(header.AsSpan(sizeof(long)));
        header.AsSpan(sizeof(long) + json.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void Write(Utf8JsonWriter writer, SafetensorsEntry entry)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", entry.Info.Dtype.StoredName());
        writer.WriteStartArray("shape");
        foreach (long size in entry.Info.Shape)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(entry.Begin);
        writer.WriteNumberValue(entry.End);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
