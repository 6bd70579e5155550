using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SolarPaper.Report;

/// <summary>A study as a part of the report.</summary>
internal static class StudyPart
{
    public static void Write(Html page, ReportStudy study, Func<Figure, Markup> figure)
    {
        page.Add($"<p>{study.Introduction}</p>");
        if (study.Command.Length > 0)
        {
            page.Add($"<p>Made by <code>{study.Command}</code></p>");
        }

        foreach (StudySection section in study.Sections)
        {
            page.Add($"<h3>{section.Title}</h3>");
            if (section.Text.Length > 0)
            {
                page.Add($"<p>{section.Text}</p>");
            }

            if (section.Statements.Count > 0)
            {
                page.Add($"<ul>");
                foreach (StudyStatement statement in section.Statements)
                {
                    page.Add($"<li>{statement.Text}{(statement.Verdict is { } verdict ? new Markup($" {Html.Shown(verdict).Text}") : new Markup(""))}</li>");
                }

                page.Add($"</ul>");
            }

            Table(page, section);
            foreach (Figure one in section.Figures)
            {
                page.Add($"{figure(one)}");
            }
        }
    }

    private static void Table(Html page, StudySection section)
    {
        if (section.Table.Count == 0)
        {
            return;
        }

        bool[] isFigure = [.. section.Table[0].Select((_, column) => column > 0 && section.Table.Skip(1).All(row => column < row.Count && IsFigure(row[column])))];
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{section.Title}\"><table><thead><tr>");
        Row(section.Table[0], "th scope=\"col\"", "th");
        page.Add($"</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in section.Table.Skip(1))
        {
            page.Add($"<tr>");
            Row(row, "td", "td");
            page.Add($"</tr>");
        }

        page.Add($"</tbody></table></div>");

        void Row(IReadOnlyList<string> cells, string open, string close)
        {
            for (int column = 0; column < cells.Count; column++)
            {
                page.Add($"<{new Markup(open)}{new Markup(column < isFigure.Length && isFigure[column] ? " class=\"r\"" : "")}>{cells[column]}</{new Markup(close)}>");
            }
        }
    }

    private static bool IsFigure(string cell) => cell.Length == 0 || cell is "–" || double.TryParse(
        cell.Split(' ')[0].Replace("−", "-", StringComparison.Ordinal).TrimEnd('%'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
