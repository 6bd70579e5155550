using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Solar.Runtime.Text;

namespace Solar.Lab.Tests.Building;

/// <summary>A step of a program: it writes a text and trains a tokenizer on it.</summary>
internal sealed class GeneratedWords : IBuildStep
{
    private const string Text = "words.txt";

    public string Name => "Words";

    public string Fingerprint { get; init; } = "seed 1";

    public IReadOnlyList<string> Outputs => [Text, "tokenizer/tokenizer.model"];

    /// <summary>How often it has run.</summary>
    public int Runs { get; private set; }

    /// <summary>What the text says beside what it always says.</summary>
    public string Extra { get; set; } = "";

    public Task RunAsync(string directory, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Runs++;
        string[] lines = [.. Enumerable.Range(0, 24).Select(i => $"the {i} cats sat in the {i + 2} boxes and saw the moon{Extra}")];
        File.WriteAllLines(Path.Combine(directory, Text), lines);
        progress.Report(0.5);
        Directory.CreateDirectory(Path.Combine(directory, "tokenizer"));
        BytePairTrainer.Train(lines, BytePairTrainer.ReservedPieces + 40).Save(Path.Combine(directory, "tokenizer"));
        return Task.CompletedTask;
    }
}
