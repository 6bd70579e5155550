using System;
using System.CommandLine;
using System.IO;
using System.Threading.Tasks;
using Solar.Compiler.Writing;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>export</c>: a recipe or a merge as mergekit's YAML, which makes the same with mergekit; or stages for a training engine of others.</summary>
internal static class ExportCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A model that is made by a recipe, or a merge; with --to, stages (all without a name); or a *.solar.yaml file and some of it.");
        var output = new Option<string?>("--out") { Description = "The file to write, without it the output; with --to, the folder.", HelpName = "PATH" };
        var engine = new ExportOptions();
        var command = new Command("export", "Writes a recipe or a merge as mergekit's YAML, or stages for axolotl, TRL or LLaMA-Factory.") { output };
        options.AddTo(command);
        engine.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
        {
            if (engine.Engine(parsed) is { } known)
            {
                return Task.Run(() => EngineExport.Run(known, engine, options, parsed.GetValue(output), host, console, parsed, cancellationToken), cancellationToken);
            }

            CommandTarget target = options.Target(parsed, cancellationToken);
            ProgramEntry entry = target.Entry;
            MergekitFile file = entry switch
            {
                { Merge: { } merge } => MergekitWriter.Write(merge, source => Location(target, source)),
                { Kind: "model", Model: { } model } => MergekitWriter.Write(model, source => Location(target, source)),
                _ => throw new CommandException($"{entry.Name} is a {entry.Kind}: only recipes and merges can be mergekit's.{(entry.Stage is null ? "" : " Stages are written for training engines: --to axolotl, trl or llama-factory.")}"),
            };
            string yaml = file.Yaml ?? throw new CommandException($"{entry.Name} cannot be written as mergekit's YAML: {file.Refusal}.");
            if (parsed.GetValue(output) is { } path)
            {
                File.WriteAllText(path, yaml);
            }
            else if (parsed.GetValue(options.Json))
            {
                console.WriteJson(new { Name = entry.FullName, Yaml = yaml });
            }
            else
            {
                console.WriteRaw(yaml);
            }

            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    // As it is declared, which is true on other machines; else where it is on this one, else its name, to be replaced by hand.
    private static string Location(CommandTarget target, string source) =>
        target.Program.Find(source)?.Model is { Declaration.Weights: { } weights } model && string.Equals(model.Declaration.Name.FullName, source, StringComparison.Ordinal)
            ? weights.Location
            : target.Weights.TryFind(source) ?? Shown.Name(source);
}
