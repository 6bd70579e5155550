using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Running;
using Solar.Lab.Evaluation.Tasks;
using Solar.Runtime.Native;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>eval</c>: measures checkpoints by tasks, as the Open LLM Leaderboard did, and puts them side by side.</summary>
internal static class EvalCommand
{
    // What a checkpoint's own model is called, for which its folder has no name.
    private const string Opened = "Opened";

    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "Checkpoints: folders, org/name in the local Hugging Face cache, or declarations; several are put side by side.");
        var eval = new EvalOptions(host);
        var command = new Command("eval", "Measures checkpoints by tasks such as the six of H6, exactly as a profile says, and puts them side by side.");
        options.AddTo(command);
        eval.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () => Task.Run(
            () =>
            {
                TorchLibrary.LeaveReportToCaller();
                return Run(options, eval, console, parsed, cancellationToken);
            },
            cancellationToken)));
        return command;
    }

    private static int Run(ProgramOptions options, EvalOptions eval, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        IReadOnlyList<EvaluationTask> tasks = eval.Tasks(parsed);
        TaskSetup first = eval.Setup(parsed, tasks);
        if (!Directory.Exists(first.DataDirectory))
        {
            throw new CommandException($"--data {first.DataDirectory}: there is no such folder.");
        }

        EvaluatedCheckpoint[] checkpoints = [.. Checkpoints(options, parsed, cancellationToken)];
        string? parent = eval.Parent(parsed);
        if (parent is not null && checkpoints.All(checkpoint => checkpoint.Name != parent))
        {
            throw CommandException.Usage($"--parent {parent} is none of the checkpoints, which are called {string.Join(", ", checkpoints.Select(checkpoint => checkpoint.Name))}.");
        }

        new EvaluationRun(tasks, first).CheckData();
        bool isJson = parsed.GetValue(options.Json);
        var results = new List<EvaluationResult>();
        TorchLibrary.EnsureLoaded();
        var series = new EvaluationSeries(checkpoints.Length, TimeProvider.System);
        foreach (EvaluatedCheckpoint checkpoint in checkpoints)
        {
            // A limit that has carried over belongs to the run of one model.
            TaskSetup setup = eval.Setup(parsed, tasks);
            string folder = Path.Combine(eval.Out(parsed), checkpoint.Name);
            var measurement = new Measurement(checkpoint, tasks, setup, eval, parsed, folder);
            EvaluationResult result = EvaluationBars.Run(console, isJson, checkpoint.Name, series.Next(), progress => measurement.Run(progress, cancellationToken));
            result.Write(folder);
            results.Add(result);
        }

        Comparison comparison = ScoresCommand.Compare([.. results], parent);
        File.WriteAllText(Path.Combine(eval.Out(parsed), "report.md"), EvaluationReport.Markdown(comparison, results));
        if (isJson)
        {
            console.WriteJson(new { Comparison = comparison, Results = results });
        }
        else
        {
            EvaluationTable.Write(console.Out, comparison, results);
        }

        return ExitCode.Success;
    }

    private static IEnumerable<EvaluatedCheckpoint> Checkpoints(ProgramOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] words = parsed.GetValue(options.Words) ?? [];
        if (words.Length == 0)
        {
            throw CommandException.Usage("Name a checkpoint: eval DIR --data DIR.");
        }

        // Folders stand for themselves; names are declarations of a program, which is read once.
        bool hasNames = words.Any(word => !CheckpointWord.IsFolder(word));
        (LabProgram? program, string[] names) = hasNames && (options.HasProgram || !CheckpointWord.IsFolder(words[0])) ? options.Program(parsed, cancellationToken) : (null, words);
        WeightsTable? weights = program is null ? null : options.WeightsOf(program, parsed);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string word in names)
        {
            // Of a file that was named, its declarations are meant before folders of the same names.
            bool isDeclared = program is not null && (!CheckpointWord.IsFolder(word) || (names.Length < words.Length && program.All.Any(entry => entry.Name == word)));
            EvaluatedCheckpoint checkpoint = isDeclared ? OfDeclaration(program!, weights!, program!.Named(word)) : OfFolder(word, cancellationToken);
            string name = checkpoint.Name;
            for (int i = 2; !taken.Add(name); i++)
            {
                name = FormattableString.Invariant($"{checkpoint.Name}-{i}");
            }

            yield return checkpoint with { Name = name };
        }
    }

    private static EvaluatedCheckpoint OfDeclaration(LabProgram program, WeightsTable weights, ProgramEntry entry)
    {
        string model = entry.Model?.Declaration.Name.FullName ?? throw new CommandException($"{entry.Name} is a data set and has no weights.");
        return new EvaluatedCheckpoint(entry.Name, weights.Find(entry.FullName), () => program.TypeOf(model));
    }

    // A checkpoint that no compiler has seen goes the way of every model: config.json, emitted source, Roslyn.
    private static EvaluatedCheckpoint OfFolder(string word, CancellationToken cancellationToken)
    {
        string folder = Runtime.Checkpoints.WeightsFolder.Find(new Runtime.WeightsDescription(word));
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return new EvaluatedCheckpoint(name.Length > 0 ? name : "model", folder, () => new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(
            new ProgramSource().AddCheckpoint(Opened, folder), cancellationToken)[Opened]);
    }
}
