using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Parquet;
using Parquet.Schema;

namespace Solar.Runtime.Tests.Training;

/// <summary>Data files of every form, with the same records.</summary>
internal static class DataFiles
{
    /// <summary>A record of the tests' files.</summary>
    internal sealed record Entry(string? Text, string Lang, double? Score);

    public static byte[] JsonLines(IEnumerable<Entry> entries) => Utf8(string.Concat(entries.Select(entry => Json(entry) + "\n")));

    public static byte[] JsonArray(IEnumerable<Entry> entries) => Utf8($"[\n  {string.Join(",\n  ", entries.Select(Json))}\n]\n");

    public static byte[] Text(IEnumerable<Entry> entries) => Utf8(string.Join("\n", entries.Select(entry => entry.Text)));

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    /// <summary>Two row groups, with columns text, score and meta.lang.</summary>
    public static async Task<byte[]> ParquetAsync(IReadOnlyList<Entry> entries)
    {
        DataField text = new("text", typeof(string), isNullable: true), score = new("score", typeof(double), isNullable: true), lang = new("lang", typeof(string), isNullable: true);
        ParquetSchema schema = new(text, score, new StructField("meta", lang));
        DataField[] fields = [.. schema.GetDataFields()];
        using MemoryStream stream = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream))
        {
            foreach (Entry[] group in entries.Chunk(Math.Max(1, (entries.Count + 1) / 2)))
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync(fields[0], group.Select(entry => entry.Text!).ToArray());
                await rows.WriteAsync<double>(fields[1], group.Select(entry => entry.Score).ToArray().AsMemory());
                await rows.WriteAsync(fields[2], group.Select(entry => entry.Lang).ToArray());
                rows.CompleteValidate();
            }
        }

        return stream.ToArray();
    }

    private static string Json(Entry entry) => JsonSerializer.Serialize(new { meta = new { lang = entry.Lang }, score = entry.Score, text = entry.Text });

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
