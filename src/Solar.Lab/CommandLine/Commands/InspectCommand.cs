using System.CommandLine;
using System.IO;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Inspection;
using Solar.Runtime.Checkpoints;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>inspect</c>: the tensors of a checkpoint, what their elements are like, and how alike its layers are.</summary>
internal static class InspectCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A checkpoint: a folder, org/name in the local Hugging Face cache, or a declaration.");
        var tensors = new Option<bool>("--tensors") { Description = "Every tensor, and not a line for all layers' tensors of one name." };
        var quick = new Option<bool>("--no-statistics") { Description = "Read headers alone: no statistics, no similarity." };
        var exact = new Option<bool>("--exact") { Description = "Compare every element of the layers; else evenly spaced pieces of 262,144 elements a tensor." };
        var svg = new Option<string?>("--svg") { Description = "Draw the similarity of layers into an SVG file, too.", HelpName = "FILE" };
        var quiet = new Option<bool>("--quiet") { Description = "No progress." };
        var command = new Command("inspect", "Tensors, data types, statistics, and the cosine similarity between layers.") { tensors, quick, exact, svg, quiet };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), async () =>
        {
            bool isJson = parsed.GetValue(options.Json);
            string folder = CheckpointWord.Folder(options, parsed, cancellationToken);
            using CheckpointReader checkpoint = CheckpointReader.Open(folder);
            bool withNumbers = !parsed.GetValue(quick);
            CheckpointInspection found = await CopyProgress.RunAsync(console, isJson || parsed.GetValue(quiet) || !withNumbers, "reading", progress => Task.Run(
                () => CheckpointInspection.Of(checkpoint, parsed.GetValue(tensors), withNumbers, progress, cancellationToken), cancellationToken));
            LayerSimilarity? similarity = withNumbers ? LayerSimilarity.Of(checkpoint, parsed.GetValue(exact), cancellationToken) : null;
            Write(console, found.With(similarity), similarity, isJson);
            if (parsed.GetValue(svg) is { } file)
            {
                Draw(file, similarity ?? throw new CommandException($"{folder}: there are no two layers to compare, so that there is nothing to draw."), folder);
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private static void Write(LabConsole console, CheckpointInspection found, LayerSimilarity? similarity, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(found);
            return;
        }

        InspectionTable.Write(console.Out, found);
        if (similarity is not null)
        {
            console.Out.WriteLine();
            SimilarityTable.Write(console.Out, similarity);
            HeatMap.Write(console.Out, similarity);
        }
    }

    private static void Draw(string file, LayerSimilarity similarity, string folder) =>
        File.WriteAllText(file, HeatMapSvg.Draw(similarity, $"Cosine similarity of layers, {Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}"));
}
