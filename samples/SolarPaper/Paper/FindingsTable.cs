using System.Collections.Generic;
using System.Globalization;
using Solar.Lab.Evaluation.Results;
using Spectre.Console;

namespace SolarPaper;

/// <summary>What became of the paper's effects, as a table in the terminal.</summary>
internal static class FindingsTable
{
    /// <summary>Writes it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="findings">The effects.</param>
    /// <param name="what">What the figures are of, and what they are not: a sentence or two below the table.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<PaperFinding> findings, string what)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("table", "effect", "here", "", "the paper", "");
        foreach (PaperFinding finding in findings)
        {
            table.AddRow(
                new Text(finding.Table.Split(':')[0]),
                new Text($"{finding.From} → {finding.To}"),
                new Text(string.Create(CultureInfo.InvariantCulture, $"{100 * finding.Ours.Mean:+0.00;-0.00;0.00} ± {100 * finding.Ours.StandardError:0.00}")),
                Shown(finding.Ours.Verdict),
                new Text(finding.Papers?.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture) ?? "–"),
                Shown(finding.PapersVerdict));
        }

        console.Write(table);
        console.MarkupLineInterpolated($"[grey]Percent of the mean of six tests; here with the standard error of the difference on the same items. {what}[/]");
    }

    private static Text Shown(Verdict? verdict) => new(VerdictWords.Of(verdict), verdict switch
    {
        Verdict.Better => new Style(Color.Green),
        Verdict.Worse => new Style(Color.Red),
        Verdict.WithinNoise => new Style(Color.Grey),
        _ => Style.Plain,
    });
}
