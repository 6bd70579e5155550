using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Results;

namespace SolarPaper.Report;

/// <summary>The paper's Tables 2 to 7 in its layout, each row twice: what was measured here, and what the paper measured.</summary>
internal static class ScoreTables
{
    public static void Write(Html page, ReportInputs inputs)
    {
        page.Add($"<p>A row here is {inputs.Subject.Row}. The row below it, in grey, is what the paper gives for the model in that place: H6 and its six tests, a dash where it gives none. The best of each column is bold, here and in the paper. <strong>The two rows are not comparable by height</strong>; what can be compared is what a step does.</p>");
        foreach (PaperTable table in PaperTable.All)
        {
            Write(page, table, inputs);
        }
    }

    private static void Write(Html page, PaperTable table, ReportInputs inputs)
    {
        int index = table.Number;
        Cell?[][] ours = [.. table.Rows.Select(row => Ours(inputs.Evaluations.GetValueOrDefault(row.Name), inputs.Subject))];
        double?[][] theirs = [.. table.Rows.Select(row => (double?[])[row.H6, .. PaperScores.Of(index, row.Name)])];
        page.Add($"<h3 id=\"table-{index}\">{table.Title}</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-{index}\"><table class=\"scores\" style=\"min-width:{800 + (90 * table.Columns.Count)}px\">");
        page.Add($"<thead><tr><th scope=\"col\">Model</th>");
        int width = table.Columns.Count > 2 ? 80 : 100;
        foreach (string column in table.Columns)
        {
            page.Add($"<th scope=\"col\" class=\"d\" style=\"width:{width}px\">{column}</th>");
        }

        page.Add($"<th scope=\"col\" class=\"r\">Mean<small>H6</small></th>");
        foreach ((_, string name, string paper) in inputs.Subject.Tests)
        {
            page.Add($"<th scope=\"col\" class=\"r\">{name}{Html.Beside(name, paper)}</th>");
        }

        page.Add($"</tr></thead><tbody>");
        for (int row = 0; row < table.Rows.Count; row++)
        {
            page.Add($"<tr class=\"ours\"><th scope=\"row\">{table.Rows[row].Name}</th>");
            Details(page, table, row, name => inputs.Program.Things.FirstOrDefault(thing => thing.Name == name)?.Parameters is { } parameters ? Parameters(parameters) : "–");
            for (int column = 0; column <= inputs.Subject.Tests.Count; column++)
            {
                page.Add($"<td class=\"r\">{Shown(ours[row][column], ours.Select(other => other[column]?.Value))}</td>");
            }

            page.Add($"</tr><tr class=\"theirs\"><th scope=\"row\">{table.Rows[row].PapersName}</th>");
            Details(page, table, row, size: null);
            for (int column = 0; column <= inputs.Subject.Tests.Count; column++)
            {
                page.Add($"<td class=\"r\">{Shown(theirs[row][column] is { } value ? new Cell(value, null) : null, theirs.Select(other => other[column]))}</td>");
            }

            page.Add($"</tr>");
        }

        page.Add($"</tbody></table></div>");
    }

    private static void Details(Html page, PaperTable table, int row, Func<string, string>? size)
    {
        foreach ((string column, string detail) in table.Columns.Zip(table.Rows[row].Details))
        {
            page.Add($"<td class=\"d\">{(column == PaperTable.Size && size is not null ? size(table.Rows[row].Name) : detail)}</td>");
        }
    }

    private static string Parameters(long count) => count >= 1_000_000_000
        ? string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.0}B")
        : string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.0}M");

    private static Cell?[] Ours(EvaluationResult? result, ReportSubject subject) =>
    [
        result?.Figures.Mean is { } mean ? new Cell(100 * mean.Value, 100 * mean.StandardError) : null,
        .. subject.Tests.Select(test => result?.Figures.Tasks.FirstOrDefault(task => subject.Is(task.Name, test.Task)) is { Primary: { } score } ? new Cell(100 * score.Value, 100 * score.StandardError) : null),
    ];

    // The best of a column is one of two at least.
    private static Markup Shown(Cell? cell, IEnumerable<double?> column)
    {
        if (cell is null)
        {
            return new Markup("–");
        }

        double[] known = [.. column.OfType<double>()];
        string figure = cell.Value.ToString("0.00", CultureInfo.InvariantCulture);
        string error = cell.Error is { } deviation ? $" <span class=\"pm\">± {deviation.ToString("0.00", CultureInfo.InvariantCulture)}</span>" : "";
        return new Markup((known.Length > 1 && cell.Value >= known.Max() ? $"<b>{figure}</b>" : figure) + error);
    }

    private sealed record Cell(double Value, double? Error);
}
