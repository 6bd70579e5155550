using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Report;
using SolarPaper.World;
using SolarPaper.World.Tests;
using Spectre.Console;

namespace SolarPaper;

/// <summary>The paper's road, from nothing to its tables: all that <c>Paper.cs</c> declares is built, measured by six tests, and held against the paper.</summary>
internal static class PaperProgram
{
    /// <summary>Takes the road, or what of it is left.</summary>
    /// <param name="directory">Folder of everything that is written.</param>
    /// <param name="sizes">How much there is of the small world.</param>
    /// <param name="options">Further options of <c>build</c>.</param>
    /// <param name="console">Where tables go.</param>
    /// <param name="cancellationToken">Stops it; the same command goes on.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string directory, WorldSizes sizes, string[] options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        LabHost host = PaperHost.Create(directory, sizes);
        console.Write(new Rule("[bold]What each stage is given[/]").LeftJustified());
        PaperBudget.Write(console);
        int code = await BuildAsync(host, PaperTable.Names, options, console, cancellationToken);
        code = code == ExitCode.Success ? await MeasureAsync(host, directory, console, cancellationToken) : code;
        if (code != ExitCode.Success)
        {
            return code;
        }

        console.Write(new Rule("[bold]What became of the paper's effects in the small world[/]").LeftJustified());
        Write(console, PaperFinding.All(Evaluations(directory)));
        IReadOnlyList<string> report = PaperReport.Write(directory, host);
        console.WriteLine($"report: {report[0]}, with {report.Count - 1} pictures in {Path.Combine(directory, PaperReport.PlotsFolder)}");
        return ExitCode.Success;
    }

    /// <summary>Builds what is declared.</summary>
    public static Task<int> BuildAsync(LabHost host, IReadOnlyList<string> names, string[] options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.Write(new Rule("[bold]Building what Paper.cs declares[/]").LeftJustified());
        return LabApplication.RunAsync(["build", .. names, .. options], host, cancellationToken);
    }

    /// <summary>Measures the checkpoints of the tables by six tests.</summary>
    public static Task<int> MeasureAsync(LabHost host, string directory, IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.Write(new Rule("[bold]Six tests for each[/]").LeftJustified());
        return LabApplication.RunAsync(
            ["eval", .. PaperTable.Names, "--tasks", string.Join(',', WorldTests.Names), "--profile", "current", "--parent", "Base", "--out", Evaluations(directory), "--threads", "1"], host, cancellationToken);
    }

    private static string Evaluations(string directory) => Path.Combine(directory, "evaluations");

    private static void Write(IAnsiConsole console, IReadOnlyList<PaperFinding> findings)
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
        console.MarkupLine("[grey]Percent of the mean of six tests; here with the standard error of the difference on the same items. The small world is a toy: it shows the method, not the paper's figures.[/]");
    }

    private static Text Shown(Verdict? verdict) => verdict switch
    {
        Verdict.Better => new Text("better", new Style(Color.Green)),
        Verdict.Worse => new Text("worse", new Style(Color.Red)),
        Verdict.WithinNoise => new Text("within noise", new Style(Color.Grey)),
        _ => new Text(""),
    };
}
