using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Spectre.Console;
using TorchSharp;

namespace SolarPaper;

/// <summary>Makes the tiny base from nothing, then runs the experiment on it.</summary>
internal static class TinyProgram
{
    public static async Task RunAsync(string outDirectory, int? steps, IAnsiConsole console, CancellationToken cancellationToken)
    {
        console.Write(new Rule("[bold]A tiny base of our own[/]").LeftJustified());
        string tokenizerDirectory = Path.Combine(outDirectory, "tokenizer");
        string seedDirectory = Path.Combine(outDirectory, "seed");
        string baseDirectory = Path.Combine(outDirectory, "base");

        string[] stories = [.. new StoryBook(seed: 1).Write(3000)];
        File.WriteAllLines(
            Path.Combine(outDirectory, "stories.jsonl"),
            stories.Select(story => JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = story })));

        BytePairTrainer.Train(stories.Take(500), vocabSize: 512).Save(tokenizerDirectory);

        torch.manual_seed(1);
        using (TinyBase seed = TinyBase.Create())
        {
            Checkpoint.Save(seed, seedDirectory, tokenizerFrom: tokenizerDirectory);
        }

        PretrainOptions options = TinyBaseTrained.Defaults with
        {
            ModelDirectory = seedDirectory,
            OutputDirectory = baseDirectory,
            DataDirectory = outDirectory,
            OverwriteOutputDirectory = true,
        };
        await TinyBaseTrained.TrainAsync(options, new TrainingLine(console), cancellationToken);

        await Experiment.RunAsync<TinyBase, TinySolar, TinyDoubled, TinySolarTrained>(
            baseDirectory, outDirectory, steps, console, cancellationToken);
    }
}
