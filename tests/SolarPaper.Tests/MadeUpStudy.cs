using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Inspection;
using SolarPaper.Layers;
using SolarPaper.Study;

namespace SolarPaper.Tests;

/// <summary>A study of three seeds whose losses are given; what else it reads is made up.</summary>
internal static class MadeUpStudy
{
    private const int BaseLayers = 8, Layers = 12, Texts = 40;
    private const double OtherLoss = 0.4;

    /// <summary>Writes the runs, and gives what they say together.</summary>
    /// <param name="directory">A folder of its own.</param>
    /// <param name="losses">Mean loss of checkpoints; of those that are not named, that of the up-scaled model.</param>
    public static StudyResult Write(string directory, IReadOnlyDictionary<string, double> losses)
    {
        string[] folders = [.. Enumerable.Range(1, 3).Select(seed => Path.Combine(directory, $"seed-{seed}"))];
        foreach (string folder in folders)
        {
            _ = new ReportRun(folder);
            foreach (StudyModel model in StudyModel.All)
            {
                string checkpoint = Directory.CreateDirectory(Path.Combine(folder, "checkpoints", model.Trained)).FullName;
                File.WriteAllText(Path.Combine(checkpoint, "training_log.jsonl"), "{\"step\":10,\"loss\":0.6,\"tokens\":2048}\n{\"step\":10,\"eval_loss\":0.5}\n");
            }
        }

        return new StudyResult([1, 2, 3], [.. Enumerable.Range(1, 3).Select(seed => Measurement(seed, losses))], folders);
    }

    private static SeedMeasurement Measurement(int seed, IReadOnlyDictionary<string, double> losses)
    {
        // Each checkpoint errs a little otherwise on each text, and not at all in the mean.
        var random = new Random(seed);
        string[] names = [.. StudyModel.All.SelectMany(model => (string?[])[model.Start, model.Trained]).OfType<string>().Distinct()];
        return new SeedMeasurement(
            new SortedDictionary<string, double[]>(names.ToDictionary(name => name, name => Noise(random).Select(noise => losses.GetValueOrDefault(name, OtherLoss) + noise).ToArray()), StringComparer.Ordinal),
            MadeUpLayers());
    }

    /// <summary>Layers whose seam jumps half as far after training.</summary>
    public static LayerMeasurement MadeUpLayers() => new("made up")
    {
        Base = Blocks(BaseLayers),
        Upscaled = Blocks(Layers),
        Trained = Blocks(Layers),
        JumpsBefore = Jumps(0.4),
        JumpsAfter = Jumps(0.2),
    };

    private static IEnumerable<double> Noise(Random random) => Enumerable.Range(0, Texts / 2).Select(_ => 0.01 * random.NextDouble()).SelectMany(noise => (double[])[noise, -noise]);

    private static double[][] Blocks(int layers) => [.. Enumerable.Range(0, layers).Select(first => Enumerable.Range(1, layers - first).Select(block => 0.05 * block).ToArray())];

    private static LayerJump[] Jumps(double distance) => [.. Enumerable.Range(0, Layers + 1).Select(layer => new LayerJump(layer, layer, layer == Layers / 2, distance, 0, 1))];
}
