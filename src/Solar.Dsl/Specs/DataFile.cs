using System;
using System.Collections.Generic;

namespace Solar.Specs;

/// <summary>What the name of a data file says about it.</summary>
public static class DataFile
{
    /// <summary>A file of plain text.</summary>
    public const string Text = "text";

    /// <summary>One JSON object a line.</summary>
    public const string JsonLines = "json_lines";

    /// <summary>A JSON array of objects.</summary>
    public const string JsonArray = "json_array";

    /// <summary>An Apache Parquet file.</summary>
    public const string Parquet = "parquet";

    /// <summary>Goes by the name.</summary>
    public const string Auto = "auto";

    private const string GzipEnd = ".gz";

    private static readonly (string End, string Storage)[] Ends =
    [
        (".txt", Text), (".text", Text), (".md", Text),
        (".jsonl", JsonLines), (".ndjson", JsonLines),
        (".json", JsonArray),
        (".parquet", Parquet),
    ];

    /// <summary>The forms that are read.</summary>
    public static IReadOnlyList<string> Storages { get; } = [Text, JsonLines, JsonArray, Parquet];

    /// <summary>The form of a data set's file; null where neither its declaration nor its name says it.</summary>
    /// <param name="kind">The word of the data set, such as <c>text_file</c>.</param>
    /// <param name="storage">Its written <c>storage</c>; null or <c>auto</c> for none.</param>
    /// <param name="path">The file.</param>
    public static string? StorageOf(string kind, string? storage, string path)
    {
        if (kind is "text_file" or JsonLines)
        {
            return kind == JsonLines ? JsonLines : Text;
        }

        if (storage is not (null or Auto))
        {
            return storage;
        }

        string name = IsGzip(null, path) ? path.Substring(0, path.Length - GzipEnd.Length) : path;
        foreach ((string end, string known) in Ends)
        {
            if (name.EndsWith(end, StringComparison.OrdinalIgnoreCase))
            {
                return known;
            }
        }

        return null;
    }

    /// <summary>Whether a file is packed with gzip.</summary>
    /// <param name="compression">The written <c>compression</c>; null or <c>auto</c> for none.</param>
    /// <param name="path">The file.</param>
    public static bool IsGzip(string? compression, string path) =>
        compression is null or Auto ? path.EndsWith(GzipEnd, StringComparison.OrdinalIgnoreCase) : compression == "gzip";
}
