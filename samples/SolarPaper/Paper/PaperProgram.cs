using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Layers;
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
        console.Write(new Rule("[bold]What Paper.cs gives each stage[/]").LeftJustified());
        PaperBudget.Write(console);
        int code = await BuildAsync(host, PaperTable.Names, options, console, cancellationToken);
        code = code == ExitCode.Success ? await MeasureAsync(host, directory, console, cancellationToken) : code;
        if (code != ExitCode.Success)
        {
            return code;
        }

        console.WriteLine(Knowledge(EvaluationResult.Read(Path.Combine(Evaluations(directory), "Base"))));
        console.Write(new Rule("[bold]What became of the paper's effects in the small world[/]").LeftJustified());
        FindingsTable.Write(console, PaperFinding.All(Evaluations(directory), host.DataDirectory), "The small world is a toy: it shows the method, not the paper's figures.");
        console.WriteLine("measuring what each layer does, and writing the report ...");
        LayerMeasurement.Of(directory, BuiltProgram.Read(host, PaperTable.Names, cancellationToken), HeldOutTexts.Read(host.DataDirectory!), cancellationToken);
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

    // A base that has learnt nothing would make every comparison worthless.
    private static string Knowledge(EvaluationResult result) => result.Figures.Mean is { } mean
        ? string.Create(CultureInfo.InvariantCulture, $"The base has {100 * mean.Value:0.0} ± {100 * mean.StandardError:0.0} percent in the mean; guessing has {100 * WorldTests.Chances.Average():0.0}.")
        : "";

    private static string Evaluations(string directory) => Path.Combine(directory, "evaluations");
}
