using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Running;
using Solar.Lab.Evaluation.Tasks;
using SolarPaper.Report;
using Spectre.Console;

namespace SolarPaper.Real;

/// <summary>The paper's road on a Hugging Face checkpoint with real data: <c>--base DIR --data DIR</c>.</summary>
internal static class RealProgram
{
    private const string Base = "Base", Texts = "held-out-text";

    // What recovery is seen by.
    private static readonly string[] Recovery = [Base, "SolarUpscaled", "SolarPretrained"];

    /// <summary>Takes the road, or what of it is left.</summary>
    /// <param name="run">What it is told.</param>
    /// <param name="console">Where tables go.</param>
    /// <param name="cancellationToken">Stops it; the same command goes on.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="IOException">A data set or the configuration is missing.</exception>
    /// <exception cref="TaskDataException">A test has no data.</exception>
    /// <exception cref="InvalidDataException">The configuration says too little, or the base is too short for the tests.</exception>
    public static async Task<int> RunAsync(RealRun run, IAnsiConsole console, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> files = RealData.Find(run.Data);
        CheckTests(run);
        Declare(run, RealDeclarations.Write(run.Checkpoint, files, run.Drop), console);
        var host = new LabHost { CheckpointsDirectory = run.Checkpoints, DataDirectory = run.Data };
        host = run.Errors is null ? host : host with { Error = run.Errors, IsErrorTerminal = false };
        string[] bases = ["--base", $"{Base}={run.Checkpoint}"], built = [.. PaperTable.Names.Where(name => name != Base)];

        int code = await StepAsync($"Building what {RealRun.FileName} declares", ["build", run.Program, .. built, .. bases, "--data", run.Data, .. run.Overrides, .. run.Jobs, .. run.Machine]);
        code = code != ExitCode.Success ? code : await StepAsync(
            "Held-out text before and after continued pretraining",
            ["eval", run.Program, .. Recovery, .. bases, "--data", run.Data, "--tasks", $"perplexity:{files[Texts]}", "--parent", Base, "--out", run.HeldOut, .. run.Machine]);
        code = code != ExitCode.Success || run.Tests is null ? code : await StepAsync(
            "The six tests of H6 for each",
            [
                "eval", run.Program, Base, .. built, .. bases, "--data", run.Tests, "--tasks", "h6", "--parent", Base, "--out", run.Evaluations,
                .. run.Items is { } items ? (string[])["--limit", items.ToString(CultureInfo.InvariantCulture)] : [], .. run.Machine,
            ]);
        if (code == ExitCode.Success)
        {
            Tell(run, host, built, files[Texts], console, cancellationToken);
        }

        return code;

        Task<int> StepAsync(string title, string[] arguments)
        {
            console.Write(new Rule($"[bold]{Spectre.Console.Markup.Escape(title)}[/]").LeftJustified());
            return LabApplication.RunAsync(arguments, host, cancellationToken);
        }
    }

    // What would be missing after days of building is said before them.
    private static void CheckTests(RealRun run)
    {
        if (run.Tests is null)
        {
            return;
        }

        EvaluationProfile profile = EvaluationProfile.LeaderboardV1;
        int positions = RealDeclarations.Positions(run.Checkpoint);
        if (positions <= profile.MaxNewTokens)
        {
            throw new InvalidDataException($"{run.Checkpoint} has {positions} positions, and gsm8k asks for {profile.MaxNewTokens} new tokens: H6 cannot be measured of it. Leave out --tests.");
        }

        new EvaluationRun(H6.Tasks(profile), new TaskSetup { DataDirectory = run.Tests, Profile = profile }).CheckData();
    }

    // What a person has changed in the file is what they want.
    private static void Declare(RealRun run, string declared, IAnsiConsole console)
    {
        Directory.CreateDirectory(run.Directory);
        if (!File.Exists(run.Program))
        {
            File.WriteAllText(run.Program, declared);
        }
        else if (File.ReadAllText(run.Program) != declared)
        {
            console.MarkupLineInterpolated($"[yellow]{run.Program} is not what --base, --data and --drop would write: it is taken as it is. Delete it to have it written anew.[/]");
        }
    }

    private static void Tell(RealRun run, LabHost host, string[] built, string heldOut, IAnsiConsole console, CancellationToken cancellationToken)
    {
        BuiltProgram program = BuiltProgram.ReadFile(run.Program, new Dictionary<string, string> { [Base] = run.Checkpoint }, host, built, cancellationToken);
        ReportInputs inputs = ReportInputs.Read(program, run.Tests is null ? null : run.Evaluations, data: null) with
        {
            Subject = ReportSubject.Of(run.Checkpoint, run.Program),
            Declarations = File.ReadAllText(run.Program),
            HeldOutFile = heldOut,
            HeldOut = [.. Recovery.Select(name => (name, BitsPerByte(EvaluationResult.Read(Path.Combine(run.HeldOut, name)))))],
        };
        if (inputs.Findings.Count > 0)
        {
            console.Write(new Rule("[bold]What became of the paper's effects[/]").LeftJustified());
            FindingsTable.Write(console, inputs.Findings, "One run with one seed; data, steps and learning rates are not the paper's, which gives none.");
        }

        IReadOnlyList<string> report = PaperReport.Write(run.Directory, inputs);
        console.WriteLine($"report: {report[0]}, with {report.Count - 1} pictures in {Path.Combine(run.Directory, PaperReport.PlotsFolder)}");
    }

    private static double BitsPerByte(EvaluationResult result) => result.Figures.Tasks[0].Metrics.First(metric => metric.Name == "bits_per_byte").Value;
}
