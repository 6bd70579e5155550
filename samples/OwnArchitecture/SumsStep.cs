using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Runtime.Text;

namespace OwnArchitecture;

/// <summary>Writes what the model learns, small sums, and its tokenizer: a step of the build like any other.</summary>
internal sealed class SumsStep : IBuildStep
{
    private const int Texts = 2000, VocabSize = 300;

    public string Name => "SumsFile";

    public string Fingerprint => $"{Texts} texts, {VocabSize} pieces";

    public IReadOnlyList<string> Outputs => ["sums.jsonl", "tokenizer/tokenizer.model", "tokenizer/tokenizer_config.json"];

    public Task RunAsync(string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var random = new Random(1);
        string[] texts = [.. Enumerable.Range(0, Texts).Select(_ => string.Join(", ", Enumerable.Range(0, 4).Select(_ => Sum(random))))];
        Directory.CreateDirectory(directory);
        File.WriteAllLines(Path.Combine(directory, "sums.jsonl"), texts.Select(text => $$"""{"text": "{{text}}"}"""));
        BytePairTrainer.Train(texts, VocabSize).Save(Path.Combine(directory, "tokenizer"));
        progress.Report(1);
        return Task.CompletedTask;
    }

    private static string Sum(Random random)
    {
        (int a, int b) = (random.Next(1, 10), random.Next(1, 10));
        return $"{a} and {b} are {a + b}";
    }
}
