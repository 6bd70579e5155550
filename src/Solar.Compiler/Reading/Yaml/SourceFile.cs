using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Reading.Yaml;

/// <summary>A file's text with its lines, to say where something stands in it.</summary>
/// <remarks>Lines end where Roslyn's SourceText ends them, so that lines and offsets of a location agree in an editor.</remarks>
internal sealed class SourceFile
{
    private readonly List<int> _lineStarts = [0];

    public SourceFile(string path, string text)
    {
        Path = path;
        Text = text;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is '\n' or '\u0085' or '\u2028' or '\u2029' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _lineStarts.Add(i + 1);
            }
        }
    }

    public string Path { get; }

    public string Text { get; }

    /// <summary>The characters of a range.</summary>
    public string Slice(TextRange range) => Text.Substring(range.Start, range.Length);

    /// <summary>The line of an offset, from 0.</summary>
    public int Line(int offset)
    {
        int line = _lineStarts.BinarySearch(offset);
        return line >= 0 ? line : ~line - 1;
    }

    /// <summary>The characters of a line, its end not included.</summary>
    public TextRange LineRange(int line)
    {
        int start = _lineStarts[line];
        int end = line + 1 < _lineStarts.Count ? _lineStarts[line + 1] : Text.Length;
        while (end > start && Text[end - 1] is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029')
        {
            end--;
        }

        return new TextRange(start, end);
    }

    /// <summary>A range that lies within the text and, where there is any character at all, marks at least one.</summary>
    public TextRange Clamp(int start, int end)
    {
        start = System.Math.Min(System.Math.Max(start, 0), Text.Length);
        end = System.Math.Min(System.Math.Max(end, start), Text.Length);
        if (end > start)
        {
            return new TextRange(start, end);
        }

        // At the end of the file there is nothing to mark: the last visible character stands for it.
        while (start > 0 && (start == Text.Length || char.IsWhiteSpace(Text[start])))
        {
            start--;
        }

        return new TextRange(start, System.Math.Min(start + 1, Text.Length));
    }

    /// <summary>The place of a range.</summary>
    public SourceLocation Location(TextRange range)
    {
        int startLine = Line(range.Start);
        int endLine = Line(range.End);
        return new SourceLocation(
            Path, range.Start, range.Length, startLine, range.Start - _lineStarts[startLine], endLine, range.End - _lineStarts[endLine]);
    }
}
