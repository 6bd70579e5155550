using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Evaluation.Results;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>scores</c>: puts results that <c>eval</c> has written side by side, without measuring anything.</summary>
internal static class ScoresCommand
{
    public static Command Create(LabConsole console)
    {
        var results = new Argument<string[]>("RESULTS") { Description = $"Files or folders of {EvaluationResult.FileName}; of a folder without one, those of its folders.", Arity = ArgumentArity.OneOrMore };
        var parent = new Option<string?>("--parent") { Description = "The checkpoint that the others are held against.", HelpName = "NAME" };
        var markdown = new Option<string?>("--markdown") { Description = "Writes the page as Markdown.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "One JSON object on the output instead of a table." };
        var command = new Command("scores", "Puts measurements side by side: the best of each column marked, changes against a parent.") { results, parent, markdown, json };
        command.SetAction((parsed, _) => Failures.GuardAsync(console, parsed.GetValue(json), () =>
        {
            EvaluationResult[] read = [.. parsed.GetRequiredValue(results).SelectMany(Found).Select(EvaluationResult.Read)];
            Comparison comparison = Compare(read, parsed.GetValue(parent));
            if (parsed.GetValue(markdown) is { } page)
            {
                File.WriteAllText(page, EvaluationReport.Markdown(comparison, read));
            }

            if (parsed.GetValue(json))
            {
                console.WriteJson(comparison);
            }
            else
            {
                EvaluationTable.Write(console.Out, comparison, read);
            }

            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    /// <summary>Puts results side by side.</summary>
    /// <exception cref="CommandException">They cannot stand side by side.</exception>
    public static Comparison Compare(EvaluationResult[] results, string? parent)
    {
        try
        {
            return Comparison.Of(results, parent);
        }
        catch (ArgumentException fault)
        {
            throw new CommandException(fault.Message);
        }
    }

    private static string[] Found(string path)
    {
        if (File.Exists(path) || File.Exists(Path.Combine(path, EvaluationResult.FileName)) || !Directory.Exists(path))
        {
            return [path];
        }

        string[] inside = [.. Directory.EnumerateDirectories(path).Where(folder => File.Exists(Path.Combine(folder, EvaluationResult.FileName))).Order(StringComparer.Ordinal)];
        return inside.Length > 0 ? inside : [path];
    }
}
