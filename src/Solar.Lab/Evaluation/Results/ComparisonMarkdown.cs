using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace Solar.Lab.Evaluation.Results;

/// <summary>A comparison as Markdown, in the layout of the paper's tables: a row for each model, the best of each column bold, changes against a parent behind it.</summary>
public static class ComparisonMarkdown
{
    /// <summary>The table.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="withErrors">Whether standard errors stand behind the figures.</param>
    public static string Write(Comparison comparison, bool withErrors = true)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        bool hasSizes = comparison.Models.Any(model => model.Parameters is not null);
        var text = new StringBuilder();
        string[] header = ["Model", .. hasSizes ? ["Size"] : Array.Empty<string>(), .. comparison.Columns.Select(ColumnTitle.Of)];
        text.Append($"| {string.Join(" | ", header)} |\n|---|{string.Concat(Enumerable.Repeat("---:|", header.Length - 1))}\n");
        foreach (ComparedModel model in comparison.Models)
        {
            string[] cells = [model.Name, .. hasSizes ? [ColumnTitle.Size(model.Parameters)] : Array.Empty<string>(), .. model.Scores.Select(score => Cell(score, withErrors))];
            text.Append($"| {string.Join(" | ", cells)} |\n");
        }

        return text.ToString();
    }

    private static string Cell(ComparedScore? score, bool withErrors)
    {
        if (score is null)
        {
            return "–";
        }

        string figure = score.Printed.ToString("0.00", CultureInfo.InvariantCulture);
        string error = withErrors && score.PrintedError is { } deviation ? $" ± {deviation.ToString("0.00", CultureInfo.InvariantCulture)}" : "";
        string change = score.PrintedChange is { } difference ? $" ({difference.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture)})" : "";
        return $"{(score.IsBest ? $"**{figure}**" : figure)}{error}{change}";
    }
}
