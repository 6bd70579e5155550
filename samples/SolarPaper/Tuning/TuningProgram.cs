using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training;
using SolarPaper.Recovery;
using Spectre.Console;

namespace SolarPaper.Tuning;

/// <summary>
/// Instruction tuning and alignment on real records: what the loss of held-out answers falls to, and in how many held-out pairs the chosen answer
/// gets the greater reward.
/// </summary>
internal static class TuningProgram
{
    private const int HeldOut = 200;

    /// <summary>Runs both stages, and prints a row for each of their evaluations. What was trained is left as it is, and what was cut off goes on.</summary>
    /// <param name="baseDirectory">stories260K.</param>
    /// <param name="dataDirectory">The folder with <c>sft</c> and <c>dpo</c>.</param>
    /// <param name="outDirectory">Where everything is written.</param>
    /// <param name="steps">Steps of each stage, where they are others than declared.</param>
    /// <param name="console">Where it is told.</param>
    /// <param name="cancellationToken">Ends it; what is saved goes on when it is run again.</param>
    public static async Task RunAsync(
        string baseDirectory, string dataDirectory, string outDirectory, int? steps, IAnsiConsole console, CancellationToken cancellationToken)
    {
        string start = Path.Combine(outDirectory, "up-scaled"), tuned = Path.Combine(outDirectory, "tuned"), aligned = Path.Combine(outDirectory, "aligned");
        Split(Path.Combine(dataDirectory, "sft", "rasbt-instruction-data.json"), outDirectory, "instructions.json");
        Split(Path.Combine(dataDirectory, "dpo", "rasbt-instruction-data-with-preference.json"), outDirectory, "preferences.json");
        if (!IsThere(start))
        {
            await Upscaling.RunAsync<Upscaled>(baseDirectory, start, cancellationToken);
        }

        if (!IsThere(tuned))
        {
            InstructionTuneOptions options = Tuned.Defaults with { ModelDirectory = start, OutputDirectory = tuned, DataDirectory = outDirectory };
            await Tuned.TrainAsync(steps is int count ? options with { MaxSteps = count } : options, new TrainingLine(console), cancellationToken);
        }

        if (!IsThere(aligned))
        {
            AlignTuneOptions options = Aligned.Defaults with { ModelDirectory = tuned, OutputDirectory = aligned, DataDirectory = outDirectory };
            await Aligned.TrainAsync(steps is int count ? options with { MaxSteps = count } : options, new TrainingLine(console), cancellationToken);
        }

        Tell(console, "instruction tuning, held-out answers", tuned, ["eval_loss"]);
        Tell(console, "alignment, held-out pairs", aligned, ["eval_loss", "eval_rewards/accuracies", "eval_rewards/margins", "eval_logps/chosen", "eval_logps/rejected"]);
        double accuracy = Evaluations(aligned).Last().GetProperty("eval_rewards/accuracies").GetDouble();
        int pairs = Pairs(aligned);
        double error = Math.Sqrt(accuracy * (1 - accuracy) / pairs);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"reward accuracy {accuracy:F3} ± {error:F3} on {pairs} held-out pairs: {(accuracy - 0.5) / error:F1} standard errors above chance"));
    }

    // Every sixth record or so is held out, so that both parts have the same kinds.
    private static void Split(string file, string directory, string name)
    {
        JsonNode[] records = [.. JsonNode.Parse(File.ReadAllText(file))!.AsArray().Select(record => record!.DeepClone())];
        int every = records.Length / HeldOut;
        ILookup<bool, JsonNode> parts = records.Select((record, i) => (record, IsHeldOut: i % every == 0 && i / every < HeldOut)).ToLookup(part => part.IsHeldOut, part => part.record);
        File.WriteAllText(Path.Combine(directory, name), new JsonArray([.. parts[false]]).ToJsonString());
        File.WriteAllText(Path.Combine(directory, "held-out-" + name), new JsonArray([.. parts[true]]).ToJsonString());
    }

    private static void Tell(IAnsiConsole console, string title, string directory, string[] columns)
    {
        Table table = new Table().Border(TableBorder.Markdown).AddColumn("step").AddColumns([.. columns.Select(column => column["eval_".Length..])]);
        foreach (JsonElement line in Evaluations(directory))
        {
            table.AddRow(
            [
                line.GetProperty("step").GetInt64().ToString(CultureInfo.InvariantCulture),
                .. columns.Select(column => line.GetProperty(column).GetDouble().ToString("F3", CultureInfo.InvariantCulture)),
            ]);
        }

        console.WriteLine(title);
        console.Write(table);
    }

    // Of those held out, without the records that have one answer twice.
    private static int Pairs(string directory) => JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "solar.json"))).RootElement
        .GetProperty("training").GetProperty("eval_data")[0].GetProperty("counts").GetProperty("documents").GetInt32();

    private static IEnumerable<JsonElement> Evaluations(string directory) => File.ReadLines(Path.Combine(directory, "training_log.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(line => !line.TryGetProperty("loss", out _));

    private static bool IsThere(string checkpoint) => File.Exists(Path.Combine(checkpoint, "config.json"));
}
