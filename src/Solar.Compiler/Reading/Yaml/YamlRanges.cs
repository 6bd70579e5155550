using System;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>Where nodes stand. YamlDotNet's marks include anchors and tags, leave out closing brackets, and run on over trailing lines.</summary>
internal static class YamlRanges
{
    /// <summary>The characters of a scalar, its quotes included; empty where nothing is written.</summary>
    public static TextRange Of(Scalar scalar, SourceFile file, int start, int end)
    {
        start = Math.Min(Math.Max(start, 0), file.Text.Length);
        end = TrimEnd(file.Text, start, Math.Min(end, file.Text.Length));
        if (scalar.Anchor.IsEmpty && scalar.Tag.IsEmpty)
        {
            return new TextRange(start, end);
        }

        string written = file.Text.Substring(start, end - start);
        int skip = scalar.Style switch
        {
            ScalarStyle.DoubleQuoted => written.IndexOf('"'),
            ScalarStyle.SingleQuoted => written.IndexOf('\''),
            ScalarStyle.Plain when written.EndsWith(scalar.Value, StringComparison.Ordinal) => written.Length - scalar.Value.Length,
            _ => 0,
        };
        return new TextRange(start + Math.Max(skip, 0), end);
    }

    /// <summary>The characters of a list or mapping in block style, from its first to its last.</summary>
    public static TextRange Block(SourceFile file, int start, int end)
    {
        end = Math.Min(end, file.Text.Length);
        return file.Clamp(start, TrimEnd(file.Text, Math.Min(start, end), end));
    }

    /// <summary>The characters of a list or mapping in flow style, brackets included.</summary>
    /// <param name="file">The file.</param>
    /// <param name="start">Where YamlDotNet says that it starts; anchors count.</param>
    /// <param name="end">Where YamlDotNet says that it ends; the closing bracket does not count.</param>
    /// <param name="brackets">The two brackets.</param>
    /// <param name="first">Its first key or item, if any.</param>
    /// <param name="last">Its last value or item, if any.</param>
    public static TextRange Flow(SourceFile file, int start, int end, string brackets, YamlNode? first, YamlNode? last)
    {
        int length = file.Text.Length;
        bool isClosed = end < length && file.Text[end] == brackets[1];
        if (first is null || last is null)
        {
            int opening = start < length ? file.Text.IndexOf(brackets[0], start) : -1;
            return file.Clamp(opening < 0 ? start : opening, isClosed ? end + 1 : end);
        }

        // A mapping of one pair within a list, [a: 1], has no brackets of its own, and is said to start at the beginning of the file.
        int before = TrimEnd(file.Text, 0, first.Range.Start) - 1;
        return before >= 0 && file.Text[before] == brackets[0]
            ? file.Clamp(before, isClosed ? end + 1 : end)
            : file.Clamp(first.Range.Start, last.Range.End);
    }

    private static int TrimEnd(string text, int start, int end)
    {
        while (end > start && char.IsWhiteSpace(text[end - 1]))
        {
            end--;
        }

        return Math.Max(start, end);
    }
}
