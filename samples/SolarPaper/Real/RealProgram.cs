using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Spectre.Console;

namespace SolarPaper.Real;

/// <summary>The paper's road on a Hugging Face checkpoint with real data: <c>--base DIR --data DIR</c>.</summary>
internal static class RealProgram
{
    public const string FileName = "paper.solar.yaml";

    private const int Longest = 2048;

    /// <summary>Takes the road, or what of it is left.</summary>
    /// <param name="checkpoint">Folder of the base.</param>
    /// <param name="data">Folder of the data sets.</param>
    /// <param name="tests">Folder of H6's sets; null to measure nothing.</param>
    /// <param name="drop">Layers that each copy loses; null for a quarter, as the paper has it.</param>
    /// <param name="directory">Folder of everything that is written.</param>
    /// <param name="overrides">Hyper-parameters in place of those of the file, as options of <c>build</c>.</param>
    /// <param name="options">Threads and device, for <c>build</c> and <c>eval</c>.</param>
    /// <param name="console">Where tables go.</param>
    /// <param name="cancellationToken">Stops it; the same command goes on.</param>
    /// <param name="errors">Where progress and errors are told; null for the error stream.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="IOException">A data set or the configuration is missing.</exception>
    public static async Task<int> RunAsync(
        string checkpoint, string data, string? tests, int? drop, string directory, string[] overrides, string[] options, IAnsiConsole console, CancellationToken cancellationToken, TextWriter? errors = null)
    {
        string program = Path.Combine(directory, FileName), checkpoints = Path.Combine(directory, "checkpoints");
        Directory.CreateDirectory(directory);
        string declared = Declarations(checkpoint, data, drop);
        if (!File.Exists(program))
        {
            File.WriteAllText(program, declared);
        }
        else if (File.ReadAllText(program) != declared)
        {
            console.MarkupLineInterpolated($"[yellow]{program} is not what --base, --data and --drop would write: it is taken as it is. Delete it to have it written anew.[/]");
        }

        LabHost host = errors is null ? new LabHost { CheckpointsDirectory = checkpoints } : new LabHost { CheckpointsDirectory = checkpoints, Error = errors, IsErrorTerminal = false };

        console.Write(new Rule("[bold]Building what paper.solar.yaml declares[/]").LeftJustified());
        string[] names = [.. PaperTable.Names.Where(name => name != "Base")];
        int code = await LabApplication.RunAsync(["build", program, .. names, "--base", $"Base={checkpoint}", "--data", data, .. overrides, .. options], host, cancellationToken);
        if (code != ExitCode.Success || tests is null)
        {
            return code;
        }

        console.Write(new Rule("[bold]H6 for each[/]").LeftJustified());
        string evaluations = Path.Combine(directory, "evaluations");
        return await LabApplication.RunAsync(
            ["eval", checkpoint, .. names.Select(name => Path.Combine(checkpoints, name)), "--data", tests, "--tasks", "h6", "--out", evaluations, .. options], host, cancellationToken);
    }

    /// <summary>The program as it is written beside the checkpoints.</summary>
    internal static string Declarations(string checkpoint, string data, int? drop)
    {
        using JsonDocument config = Configuration(checkpoint);
        int layers = Number(config, "num_hidden_layers"), length = Math.Min(Longest, Number(config, "max_position_embeddings"));
        using Stream template = typeof(RealProgram).Assembly.GetManifestResourceStream("real.yaml")!;
        string text = new StreamReader(template).ReadToEnd()
            .Replace("{drop}", (drop ?? Math.Max(1, layers / 4)).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{length}", length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return RealData.Find(data).Aggregate(text, (written, file) => written.Replace($"{{{file.Key}}}", file.Value, StringComparison.Ordinal));

        int Number(JsonDocument json, string key) => json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(key, out JsonElement value) && value.TryGetInt32(out int number)
            ? number
            : throw new InvalidDataException($"{Path.Combine(checkpoint, "config.json")} has no {key}; the road begins with a Llama or Mistral checkpoint of Hugging Face.");
    }

    private static JsonDocument Configuration(string checkpoint)
    {
        string file = Path.Combine(checkpoint, "config.json");
        try
        {
            return JsonDocument.Parse(File.ReadAllText(file));
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file} is no JSON: {fault.Message}", fault);
        }
    }
}
