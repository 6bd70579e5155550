using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using TorchSharp;

namespace Solar.TrainingProbe;

/// <summary>A training of a second.</summary>
public static class ProbeRun
{
    private static readonly string[] Words = ["the cat", "a dog", "Lily", "the old tree", "found", "looked for", "a red ball", "and", "was happy with"];

    /// <summary>Writes into a folder what the training starts from: a model of random weights, its tokenizer and the texts.</summary>
    public static void Prepare(string folder)
    {
        WriteTexts(Path.Combine(folder, "stories.jsonl"), count: 60, seed: 1);
        WriteTexts(Path.Combine(folder, "held-out.jsonl"), count: 8, seed: 2);
        string tokenizer = Path.Combine(folder, "tokenizer");
        BytePairTrainer.Train(File.ReadLines(Path.Combine(folder, "stories.jsonl")), vocabSize: 360).Save(tokenizer);

        torch.set_num_threads(1);
        using var generator = new torch.Generator(1, torch.CPU);
        using ProbeModel model = ProbeModel.Create(new Placement(Generator: generator));
        Checkpoint.Save(model, Path.Combine(folder, "model"), tokenizerFrom: tokenizer);
    }

    /// <summary>Trains, or goes on with it; a result that is there already is left as it is.</summary>
    /// <param name="folder">What <see cref="Prepare"/> wrote.</param>
    /// <param name="output">Where states and the result are written.</param>
    /// <param name="bf16">Whether it computes in bfloat16.</param>
    /// <returns>The step that it went on after; 0 for none.</returns>
    public static async Task<long> TrainAsync(string folder, string output, bool bf16)
    {
        torch.set_num_threads(1);
        PretrainOptions options = ProbeStage.Defaults with
        {
            ModelDirectory = Path.Combine(folder, "model"),
            DataDirectory = folder,
            OutputDirectory = output,
            CacheDirectory = Path.Combine(folder, "cache"),
            Bf16 = bf16,
        };
        var steps = new FirstStep();
        try
        {
            await ProbeStage.TrainAsync(options, steps);
        }
        catch (TrainingStateException failure) when (failure.Message.Contains("holds a finished checkpoint", StringComparison.Ordinal))
        {
            return options.MaxSteps;
        }

        return steps.Number - 1;
    }

    private static void WriteTexts(string file, int count, int seed)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var random = new Random(seed);
        File.WriteAllLines(file, Enumerable.Range(0, count).Select(i =>
        {
            string text = string.Join(' ', Enumerable.Range(0, 12).Select(_ => Words[random.Next(Words.Length)]));
            return $"{{\"text\":{JsonSerializer.Serialize(text + string.Create(CultureInfo.InvariantCulture, $" {i}"))}}}";
        }));
    }

    private sealed class FirstStep : IProgress<TrainingStep>
    {
        public long Number { get; private set; }

        public void Report(TrainingStep value) => Number = Number == 0 ? value.Step : Number;
    }
}
