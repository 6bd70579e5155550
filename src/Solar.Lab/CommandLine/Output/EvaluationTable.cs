using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.Evaluation.Results;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Results of one or several checkpoints for a person: the paper's layout, standard errors below the figures.</summary>
internal static class EvaluationTable
{
    /// <summary>Writes the table, and below it what whoever reads the figures has to know.</summary>
    public static void Write(IAnsiConsole console, Comparison comparison, IReadOnlyList<EvaluationResult> results)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("model").AddColumn(new TableColumn("size").RightAligned());
        foreach (string column in comparison.Columns)
        {
            table.AddColumn(new TableColumn(Markup.Escape(ColumnTitle.Of(column))).RightAligned());
        }

        foreach (ComparedModel model in comparison.Models)
        {
            table.AddRow([new Text(model.Name, new Style(decoration: Decoration.Bold)), new Text(ColumnTitle.Size(model.Parameters)), .. model.Scores.Select(Cell)]);
        }

        console.Write(table);
        foreach (string note in results.SelectMany(Notes).Concat(comparison.Doubts().Select(doubt => doubt.Message)).Distinct())
        {
            console.Profile.Out.Writer.WriteLine(note);
        }
    }

    private static Text Cell(ComparedScore? score)
    {
        if (score is null)
        {
            return new Text("–");
        }

        string figure = score.Printed.ToString("0.00", CultureInfo.InvariantCulture);
        string error = score.PrintedError is { } deviation ? $" ± {deviation.ToString("0.00", CultureInfo.InvariantCulture)}" : "";
        string change = score.PrintedChange is { } difference ? $"{Environment.NewLine}{difference.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)}" : "";
        return new Text(figure + error + change, score.IsBest ? new Style(decoration: Decoration.Bold) : Style.Plain);
    }

    private static IEnumerable<string> Notes(EvaluationResult result)
    {
        yield return $"Profile {result.Manifest.Profile} ({result.Manifest.Reference}).";
        if (result.Figures.Mean is { IsH6: false } mean)
        {
            yield return $"The mean is no H6: {string.Join("; ", mean.ReasonsAgainstH6.Take(3))}{(mean.ReasonsAgainstH6.Count > 3 ? FormattableString.Invariant($"; and {mean.ReasonsAgainstH6.Count - 3} more") : "")}.";
        }

        foreach (string departure in result.Figures.Tasks.SelectMany(task => task.Departures.Select(departure => $"{task.Name}: {departure}")))
        {
            yield return departure;
        }

        if (result.Manifest.TruncatedRequests > 0)
        {
            yield return FormattableString.Invariant($"{result.Model}: {result.Manifest.TruncatedRequests:N0} requests were longer than {result.Manifest.MaxLength:N0} tokens and lost {result.Manifest.TruncatedTokens:N0} on their left.");
        }

        if (result.Figures.NearTies.Count > 0)
        {
            yield return FormattableString.Invariant($"{result.Model}: {result.Figures.NearTies.Count:N0} choices are decided by less than rounding may change; results.json names them.");
        }
    }
}
