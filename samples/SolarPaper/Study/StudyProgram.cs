using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine;
using SolarPaper.Controls;
using SolarPaper.Report;
using SolarPaper.World;
using Spectre.Console;

namespace SolarPaper.Study;

/// <summary>The paper's road for several seeds, with the models that it did not train beside it: <c>--full</c>.</summary>
internal static class StudyProgram
{
    public const string PageName = "study.md";

    // What is trained beside the paper's own, with the architecture that begins from nothing.
    private static string[] Controls => [.. StudyModel.All.SelectMany(model => (string?[])[model.Start, model.Trained]).OfType<string>().Append(nameof(FromNothing)).Distinct()];

    /// <summary>Takes the road for every seed, or what of it is left.</summary>
    /// <param name="directory">Folder of everything that is written; each seed has one in it.</param>
    /// <param name="count">Number of seeds.</param>
    /// <param name="items">Items of each test.</param>
    /// <param name="onlyReports">Whether nothing is built and no test is measured: what is there is told.</param>
    /// <param name="options">Further options of <c>build</c>.</param>
    /// <param name="console">Where tables go.</param>
    /// <param name="cancellationToken">Stops it; the same command goes on.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(string directory, int count, int items, bool onlyReports, string[] options, IAnsiConsole console, CancellationToken cancellationToken)
    {
        int[] seeds = [.. Enumerable.Range(1, count)];
        var measurements = new List<SeedMeasurement>();
        foreach (int seed in seeds)
        {
            string folder = Folder(seed);
            console.Write(new Rule($"[bold]Seed {seed} of {count}[/]"));
            LabHost host = PaperHost.Create(folder, Sizes(seed));
            string[] names = [.. PaperTable.Names, .. Controls];
            int code = onlyReports ? ExitCode.Success : await PaperProgram.BuildAsync(host, names, [.. options, "--seed", $"{seed}"], console, cancellationToken);
            code = code == ExitCode.Success && !onlyReports ? await PaperProgram.MeasureAsync(host, folder, console, cancellationToken) : code;
            if (code != ExitCode.Success)
            {
                return code;
            }

            BuiltProgram program = BuiltProgram.Read(host, names, cancellationToken);
            measurements.Add(SeedMeasurement.Of(folder, program, name => console.MarkupLineInterpolated($"[grey]losses on held-out texts: {name}[/]"), cancellationToken));
        }

        var result = new StudyResult(seeds, measurements, [.. seeds.Select(Folder)]);
        ReportStudy study = new StudyReport(result).Write();
        Tell(console, study);

        IReadOnlyList<string> report = PaperReport.Write(directory, Folder(seeds[0]), PaperHost.Create(Folder(seeds[0]), Sizes(seeds[0])), [.. PaperTable.Names, .. Controls], study);
        string page = Path.Combine(directory, PageName);
        File.WriteAllText(page, StudyMarkdown.Write(study, PaperReport.PlotsFolder));
        console.WriteLine($"report: {report[0]}, with {report.Count - 1} pictures in {Path.Combine(directory, PaperReport.PlotsFolder)}; the study alone: {page}");
        return ExitCode.Success;

        string Folder(int seed) => Path.Combine(directory, $"seed-{seed}");
        WorldSizes Sizes(int seed) => new(seed) { Items = items };
    }

    private static void Tell(IAnsiConsole console, ReportStudy study)
    {
        console.Write(new Rule($"[bold]{study.Title}[/]").LeftJustified());
        foreach (StudySection section in study.Sections)
        {
            console.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            if (section.Table.Count > 0)
            {
                var table = new Table { Border = TableBorder.Rounded };
                table.AddColumns([.. section.Table[0]]);
                foreach (IReadOnlyList<string> row in section.Table.Skip(1))
                {
                    table.AddRow([.. row.Select(cell => new Text(cell))]);
                }

                console.Write(table);
            }

            foreach (StudyStatement statement in section.Statements)
            {
                console.WriteLine("· " + statement.Text);
            }
        }
    }
}
