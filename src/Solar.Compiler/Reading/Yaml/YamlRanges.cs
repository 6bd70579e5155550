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

    /// <summary>The characters of a list or mapping from its first to its last.</summary>
    public static TextRange Whole(SourceFile file, int start, int end, char closing, YamlNode? first)
    {
        // A mapping of one pair within a list, [a: 1], is said to start at the beginning of the file.
        if (first is not null && (start == 0 || start > first.Range.Start))
        {
            start = first.Range.Start;
        }

        end = Math.Min(end, file.Text.Length);
        if (end < file.Text.Length && file.Text[end] == closing)
        {
            end++;
        }

        return file.Clamp(start, TrimEnd(file.Text, Math.Min(start, end), end));
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
