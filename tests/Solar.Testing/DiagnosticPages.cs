using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Testing;

/// <summary>A diagnostic that a page shows below the line that it is about.</summary>
/// <param name="Line">That line, from 0.</param>
/// <param name="Start">Column of the first marked character, from 0.</param>
/// <param name="End">Column after the last.</param>
/// <param name="Id">The rule's id.</param>
/// <param name="Message">The message.</param>
public sealed record PageMark(int Line, int Start, int End, string Id, string Message)
{
    /// <summary>As tests compare it. A mark cannot begin under the signs that open its comment, so neither does what is compared with it.</summary>
    /// <param name="opening">Length of those signs.</param>
    public string Text(int opening) => FormattableString.Invariant($"({Line + 1},{Math.Max(Start, opening) + 1}-{End + 1}) {Id}: {Message}");
}

/// <summary>A snippet of a page.</summary>
/// <param name="Page">The page, such as <c>SOLAR201</c>.</param>
/// <param name="Language"><c>csharp</c>, <c>yaml</c> or another.</param>
/// <param name="Text">The snippet.</param>
/// <param name="Marks">The diagnostics that it shows.</param>
public sealed record PageSnippet(string Page, string Language, string Text, IReadOnlyList<PageMark> Marks)
{
    /// <summary>Length of the signs that open a comment.</summary>
    public int Opening => Language == "csharp" ? 2 : 1;

    /// <inheritdoc/>
    public override string ToString() => $"{Page} {Language}";
}

/// <summary>The pages of <c>docs/diagnostics</c>, which tests hold to what the compiler really says.</summary>
public static class DiagnosticPages
{
    private static readonly Regex Mark = new(@"^(?://|#)(?<space> *)(?<mark>~+) (?<id>SOLAR\d{3}): (?<message>.+)$", RegexOptions.CultureInvariant);

    /// <summary>The pages of rules, by id, in order.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new SortedDictionary<string, string>(
        Directory.EnumerateFiles(Repository.Path("docs/diagnostics"), "SOLAR*.md")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText),
        StringComparer.Ordinal);

    /// <summary>Every snippet of a language that shows a diagnostic.</summary>
    public static IReadOnlyList<PageSnippet> Snippets(string language) =>
        [.. All.SelectMany(page => Snippets(page.Key, page.Value)).Where(snippet => snippet.Language == language && snippet.Marks.Count > 0)];

    private static IEnumerable<PageSnippet> Snippets(string page, string text)
    {
        string? language = null;
        List<string> lines = [];
        foreach (string line in text.Split('\n'))
        {
            if (!line.StartsWith("```", StringComparison.Ordinal))
            {
                lines.Add(line);
            }
            else if (language is null)
            {
                language = line[3..];
                lines.Clear();
            }
            else
            {
                yield return new PageSnippet(page, language, string.Join('\n', lines), [.. Marks(lines)]);
                language = null;
            }
        }
    }

    private static IEnumerable<PageMark> Marks(List<string> lines)
    {
        for (int i = 1; i < lines.Count; i++)
        {
            if (Mark.Match(lines[i]) is { Success: true, Groups: { } groups })
            {
                int start = groups["mark"].Index;
                yield return new PageMark(i - 1, start, start + groups["mark"].Length, groups["id"].Value, groups["message"].Value);
            }
        }
    }
}
