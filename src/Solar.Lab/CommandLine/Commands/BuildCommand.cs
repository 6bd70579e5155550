using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Files;
using Solar.Runtime.Native;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>build</c>: makes declared models, stages and merges, and all that they are made from; only what is missing or stale.</summary>
internal static class BuildCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "Models, stages and merges; or a *.solar.yaml file and some of it. Without a name, all of the program's own.");
        var build = new BuildOptions(host);
        var command = new Command("build", "Builds checkpoints and all that they are made from: only what is missing or stale, going on where a run was cut off.");
        options.AddTo(command);
        build.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
            RunAsync(options, build, host, console, parsed, cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        ProgramOptions options, BuildOptions build, LabHost host, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        TorchLibrary.LeaveReportToCaller();
        (LabProgram program, string[] words) = options.Program(parsed, cancellationToken);
        BuildSettings settings = build.Settings(host, options, parsed);
        StageOverrides.Check(program, settings.Overrides);
        BuildGraph graph = BuildGraph.Of(program, options.WeightsOf(program, parsed), Targets(program, words, settings), settings);
        var worker = new BuildWorker(program, settings, name => graph[name].Directory);
        if (build.IsWorker(parsed))
        {
            return await BuildChild.RunAsync(graph.Nodes[^1], worker, build.GoesOn(parsed), host, cancellationToken);
        }

        var records = new BuildRecords(settings.CheckpointsDirectory);
        var hashes = new FileHashes(records.HashesFile, trustsTimes: !build.ReadsAll(parsed));
        var judge = new BuildJudge(program, settings, records, hashes);
        if (build.IsMermaid(parsed))
        {
            console.WriteRaw(BuildMermaid.Of(graph));
            return ExitCode.Success;
        }

        if (build.IsDryRun(parsed) || build.Explains(parsed))
        {
            BuildForecastTable.Write(console, BuildForecast.Of(graph, judge, records, cancellationToken), build.Explains(parsed), parsed.GetValue(options.Json));
            return ExitCode.Success;
        }

        int jobs = build.Jobs(parsed);
        IBuildWorker made = jobs == 1 ? worker : new ChildWorker(host.WorkerCommand ?? ChildWorker.Self(), (node, goesOn) => build.ChildArguments(options, parsed, settings, node, goesOn, Math.Min(jobs, graph.StagesBeside(node))), worker);
        await ShowAsync(graph, new BuildWork(program, settings), console, parsed.GetValue(options.Json), observer => new Builder(graph, judge, records, made, observer).BuildAsync(jobs, cancellationToken));
        BuildSummary.Write(console, graph, records, parsed.GetValue(options.Json));
        return ExitCode.Success;
    }

    private static Task ShowAsync(BuildGraph graph, BuildWork work, LabConsole console, bool isJson, Func<IBuildObserver, Task> build)
    {
        BuildNode[] made = [.. graph.Nodes.Where(node => !node.IsGiven)];
        var clock = new BuildClock(made, work.Of, TimeProvider.System);
        return console.IsErrorTerminal && !isJson
            ? BuildBars.RunAsync(console.Error, clock, build)
            : build(new BuildLog(console.Error, made.Length, clock));
    }

    private static IEnumerable<string> Targets(LabProgram program, string[] words, BuildSettings settings)
    {
        if (words.Length > 0)
        {
            return words.Select(word => settings.Steps.Any(step => step.Name == word) ? word : program.Named(word).FullName);
        }

        string[] all = [.. program.All.Where(entry => entry.IsOwn && entry.Kind != "data").Select(entry => entry.FullName)];
        return all.Length > 0 ? all : throw new CommandException($"{program.Title} declares nothing that could be built.");
    }
}
