using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using SolarPaper.Report;

namespace SolarPaper.Study;

/// <summary>A study as a page of Markdown, for <c>docs/paper.md</c>.</summary>
internal static class StudyMarkdown
{
    /// <summary>Writes it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="plots">Folder of the figures' files, as the page names it.</param>
    public static string Write(ReportStudy study, string plots)
    {
        var page = new StringBuilder();
        Add($"# {study.Title}", study.Introduction, $"```\n{study.Command}\n```");
        foreach (StudySection section in study.Sections)
        {
            Add($"## {section.Title}", section.Text);
            AddAll([.. section.Statements.Select(statement => $"* {(statement.Verdict is { } verdict ? $"**{VerdictWords.Of(verdict)}**: " : "")}{statement.Text}")], "\n");
            AddAll([.. section.Table.SelectMany((row, i) => i == 0 ? (string[])[Row(row), Row([.. row.Select(_ => "---")])] : [Row(row)])], "\n");
            Add([.. section.Figures.Select(figure => $"![{figure.Alt.Replace("]", ")", StringComparison.Ordinal)}]({plots}/{figure.Name}.svg)")]);
        }

        return page.ToString().TrimEnd('\n') + "\n";

        void Add(params string[] paragraphs) => AddAll(paragraphs, "\n\n");
        void AddAll(IReadOnlyList<string> parts, string between)
        {
            string[] said = [.. parts.Where(part => part.Length > 0)];
            if (said.Length > 0)
            {
                page.Append(string.Join(between, said)).Append("\n\n");
            }
        }
    }

    private static string Row(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
}
