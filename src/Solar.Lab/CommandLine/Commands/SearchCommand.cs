using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;
using Solar.Lab.Search;
using Solar.Runtime.Native;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>search</c>: proposes layer maps for a depth, and ranks them by their loss before training on the base's own weights.</summary>
internal static class SearchCommand
{
    // What a checkpoint's own model is called, for which its folder has no name.
    private const string Opened = "Opened";

    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "The base: a folder, org/name in the local Hugging Face cache, or a declaration; or a *.solar.yaml file and a name of it.");
        var search = new SearchOptions();
        var command = new Command("search", "Proposes layer maps for a depth and ranks them by their loss on texts, before training; no checkpoint is made.");
        options.AddTo(command);
        search.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () => Task.Run(
            () =>
            {
                TorchLibrary.LeaveReportToCaller();
                return Run(options, search.Read(parsed), host, console, parsed, cancellationToken);
            },
            cancellationToken)));
        return command;
    }

    private static int Run(ProgramOptions options, SearchRequest request, LabHost host, LabConsole console, ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] words = parsed.GetValue(options.Words) ?? [];
        bool isFolder = words.Length > 0 && CheckpointWord.IsFolder(words[0]);
        string folder = CheckpointWord.Folder(options, parsed, cancellationToken);
        CommandTarget? target = isFolder ? null : options.Target(parsed, cancellationToken);
        string model = target is null
            ? Opened
            : target.Entry.Model?.Declaration.Name.FullName ?? throw new CommandException($"{target.Entry.Name} is a data set and has no layers.");
        int taken = isFolder || ProgramOptions.IsYaml(words[0]) == false ? 1 : 2;
        if (words.Length > taken)
        {
            throw CommandException.Usage($"One base at a time: '{Shown.Untrusted(words[taken])}' is a word too many.");
        }

        IEnumerable<string> texts = CalibrationTexts.Read(request.Data, request.Field, target?.Program, ProgramOptions.YamlFolder(words) ?? host.DataDirectory ?? AppContext.BaseDirectory);
        TorchLibrary.EnsureLoaded();

        // A checkpoint that no compiler has seen goes the way of every model: config.json, emitted source, Roslyn.
        Type type = target is null
            ? new InProcessCompiler(InProcessCompiler.DefaultCacheDirectory).Compile(new ProgramSource().AddCheckpoint(Opened, folder), cancellationToken)[Opened]
            : target.Program.TypeOf(model);
        bool isJson = parsed.GetValue(options.Json);
        try
        {
            Tell(PassProgress.Run(console, isJson, "searching", progress => new SearchedModel(type, folder, request).Run(texts, progress, cancellationToken)));
            return ExitCode.Success;
        }
        catch (SearchCancelledException stopped)
        {
            Tell(stopped.Found);
            if (!isJson)
            {
                console.WriteError("Cancelled; what was measured until then stands above.", isProblem: false);
            }

            return ExitCode.Cancelled;
        }

        void Tell(SearchResult result) => new SearchTable(result, target?.Entry.Name, request).Write(console, isJson);
    }
}
