using System;
using System.Globalization;
using System.IO;

namespace Solar.Lab.Evaluation.Data;

/// <summary>
/// Rows of a file that stand in for a task's own split of examples. Where the file is the one that is evaluated, these rows are not evaluated: no document is its own
/// example, or another's.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Rows">Which of its rows, as in <c>..400</c> or <c>^200..</c>.</param>
public sealed record ExampleRows(string File, Range Rows)
{
    /// <summary>Reads <c>FILE</c> or <c>FILE[RANGE]</c>, such as <c>arc_easy.jsonl[..400]</c>.</summary>
    /// <exception cref="FormatException">The range is none.</exception>
    public static ExampleRows Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        int bracket = text.EndsWith(']') ? text.LastIndexOf('[') : -1;
        if (bracket < 0)
        {
            return new ExampleRows(text, Range.All);
        }

        string[] ends = text[(bracket + 1)..^1].Split("..");
        return ends.Length == 2
            ? new ExampleRows(text[..bracket], new Range(End(ends[0], Index.Start, text), End(ends[1], Index.End, text)))
            : throw Unreadable(text);
    }

    /// <summary>As it is written, without the folder of its file.</summary>
    public string Shown => Rows.Equals(Range.All) ? Path.GetFileName(File) : $"{Path.GetFileName(File)}[{Rows}]";

    private static Index End(string text, Index absent, string whole)
    {
        bool isFromEnd = text.StartsWith('^');
        return text.Length == 0
            ? absent
            : int.TryParse(text.AsSpan(isFromEnd ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new Index(number, isFromEnd)
                : throw Unreadable(whole);
    }

    private static FormatException Unreadable(string text) =>
        new($"'{text}' names no rows; write a file, or a file and a range of its rows, 0 for the first: arc_easy.jsonl[..400], winogrande.jsonl[^200..].");
}
