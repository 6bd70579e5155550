using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Reports;
using Solar.Plans;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>preview</c>: the first rows of a stage's data as a run reads them: what is learnt, what is only read, templates, special tokens, cuts.</summary>
internal static class PreviewCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A stage; or a *.solar.yaml file and a stage of it.");
        var data = new Option<string?>("--data") { Description = "Folder that paths of data sets are relative to; by default that of the file, or the program's.", HelpName = "DIR" };
        var tokenizer = new Option<string?>("--tokenizer") { Description = "Folder of the tokenizer; by default the checkpoint that the stage starts from.", HelpName = "DIR" };
        var count = new Option<int>("--rows") { Description = "So many rows at most.", DefaultValueFactory = _ => 4 };
        var html = new Option<string?>("--html") { Description = "Writes a page as well.", HelpName = "FILE" };
        var command = new Command("preview", "Shows the first rows of a stage's data: what is learnt, what is only read, where rows are cut.") { data, tokenizer, count, html };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), async () =>
        {
            CommandTarget target = options.Target(parsed, cancellationToken);
            StagePlan stage = target.Entry.Stage ?? throw new CommandException($"{target.Entry.Name} is a {target.Entry.Kind} and learns from nothing; name a stage.");
            string folder = parsed.GetValue(data) ?? ProgramOptions.YamlFolder(parsed.GetValue(options.Words)) ?? AppContext.BaseDirectory;
            string words = parsed.GetValue(tokenizer) ?? target.Weights.TryFind(stage.Start)
                ?? throw new CommandException($"The tokenizer of {target.Entry.Name} is not known: name its folder with --tokenizer DIR.");
            IReadOnlyList<(string Places, IReadOnlyList<PreviewRun> Runs)> rows = await new StageRows(target.Program, stage.Declaration, folder, words)
                .ReadAsync([.. stage.Datasets], [.. stage.EvaluationSets], parsed.GetValue(count), cancellationToken);
            Write(console, parsed.GetValue(options.Json), rows);
            if (parsed.GetValue(html) is { } page)
            {
                File.WriteAllText(page, PreviewText.Html(target.Entry.FullName, rows));
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static void Write(LabConsole console, bool isJson, IReadOnlyList<(string Places, IReadOnlyList<PreviewRun> Runs)> rows)
    {
        if (isJson)
        {
            console.WriteJson(new { Rows = rows.Select(row => new { row.Places, row.Runs }) });
            return;
        }

        foreach ((string places, IReadOnlyList<PreviewRun> runs) in rows)
        {
            console.Out.Write(new Rule(Markup.Escape(places)).LeftJustified());
            if (console.Out.Profile.Capabilities.Ansi)
            {
                console.Out.MarkupLine(PreviewText.Markup(runs));
            }
            else
            {
                console.WriteRaw(PreviewText.Plain(runs) + Environment.NewLine);
            }
        }
    }
}
