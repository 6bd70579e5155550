using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Export;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>Writes stages for a training engine of others: a folder each.</summary>
internal static class EngineExport
{
    public static int Run(
        ExportEngine engine, ExportOptions asked, ProgramOptions options, string? output, LabHost host, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        string folder = output ?? throw CommandException.Usage($"Say where the folders of the stages go: --out DIR.");
        Sharding sharding = asked.Sharding(parsed);
        int gpus = asked.Gpus(parsed);
        (LabProgram program, string[] words) = options.Program(parsed, cancellationToken);
        ProgramEntry[] stages = Stages(program, words);
        string data = asked.Data(parsed, options, host);

        // All of them first: an engine that cannot do the last stage is told before an hour of data is written.
        (ExportedStage Stage, StageFolder Folder, IReadOnlyDictionary<string, string> Files)[] planned =
        [
            .. stages.Select(entry => new ExportedStage(entry, sharding, gpus)).Select(stage =>
            {
                var planned = new StageFolder(stage, engine, program, data);
                return (stage, planned, planned.Files());
            }),
        ];
        var written = new List<WrittenStage>();
        foreach ((ExportedStage stage, StageFolder writer, IReadOnlyDictionary<string, string> files) in planned)
        {
            string to = Path.Combine(folder, stage.Entry.Name);
            foreach ((string path, string text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(to, path))!);
                File.WriteAllText(Path.Combine(to, path), text);
            }

            IReadOnlyList<(string Name, long Rows)> rows = asked.WithData(parsed) ? writer.WriteData(to, cancellationToken) : [];
            written.Add(new WrittenStage(stage.Entry.FullName, to, StageReadme.Launch(stage, engine), [.. files.Keys], rows.ToDictionary(set => set.Name, set => set.Rows)));
        }

        Write(console, engine, written, parsed.GetValue(options.Json));
        return ExitCode.Success;
    }

    private static ProgramEntry[] Stages(LabProgram program, string[] words)
    {
        ProgramEntry[] entries = words.Length > 0 ? [.. words.Select(program.Named).DistinctBy(entry => entry.FullName)] : [.. program.All.Where(entry => entry.IsOwn && entry.Stage is not null)];
        if (entries.FirstOrDefault(entry => entry.Stage is null) is { } other)
        {
            throw new CommandException($"{other.Name} is a {other.Kind}: only stages are trained.{(other.Kind == "data" ? "" : $" 'build {other.Name}' makes it here.")}");
        }

        if (entries.GroupBy(entry => entry.Name).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw new CommandException($"{string.Join(" and ", twice.Select(entry => entry.FullName))} would both be written to {twice.Key}: export them to two folders.");
        }

        return entries.Length > 0 ? entries : throw new CommandException($"{program.Title} declares no stage.");
    }

    private static void Write(LabConsole console, ExportEngine engine, List<WrittenStage> written, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(new { Engine = engine.Name, engine.WrittenFor, Stages = written });
            return;
        }

        foreach (WrittenStage stage in written)
        {
            string rows = stage.Rows.Count == 0 ? "no data" : string.Join(", ", stage.Rows.Select(set => string.Create(CultureInfo.InvariantCulture, $"{set.Key} {set.Value:N0} rows")));
            console.Out.MarkupLineInterpolated($"[bold]{Shown.Name(stage.Name)}[/] written to [bold]{Shown.Path(stage.Directory)}[/]: {rows}");
        }

        console.Out.WriteLine($"For {engine.WrittenFor}; each folder's README.md has its steps.");
    }

    private sealed record WrittenStage(string Name, string Directory, string Command, string[] Files, Dictionary<string, long> Rows);
}
