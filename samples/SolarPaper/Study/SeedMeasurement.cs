using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Solar.Lab.Building;
using Solar.Lab.Inspection;
using SolarPaper.Declared;

namespace SolarPaper.Study;

/// <summary>What one seed says beside the six tests: losses on held-out texts, distances between layers, and how far the seam jumps.</summary>
/// <param name="Key">What was measured: the texts, and hashes of the checkpoints.</param>
internal sealed record SeedMeasurement(string Key)
{
    // Raised where something is measured in another way.
    private const int Version = 2;

    private const int TextsOfStates = 50;

    /// <summary>Losses of each held-out text by checkpoint, nats a token, in the order of the texts.</summary>
    public required SortedDictionary<string, double[]> Losses { get; init; }

    /// <summary>Of the base: how far the block of n layers that begins with layer l turns hidden states, by l, then n − 1.</summary>
    public required double[][] Distances { get; init; }

    /// <summary>How far each layer's input lies from what it was used to, before training on.</summary>
    public required LayerJump[] JumpsBefore { get; init; }

    /// <summary>The same after it.</summary>
    public required LayerJump[] JumpsAfter { get; init; }

    /// <summary>Measures what was built in a folder; what an earlier run has measured of the same checkpoints is read.</summary>
    /// <param name="directory">Folder of the seed's run.</param>
    /// <param name="program">What was built.</param>
    /// <param name="progress">Told each checkpoint's name before it is measured.</param>
    /// <param name="cancellationToken">Stops it between two checkpoints.</param>
    public static SeedMeasurement Of(string directory, BuiltProgram program, Action<string> progress, CancellationToken cancellationToken)
    {
        string[] names = [.. StudyModel.All.SelectMany(model => (string?[])[model.Start, model.Trained]).OfType<string>().Distinct()];
        Dictionary<string, BuiltThing> built = program.Things.ToDictionary(thing => thing.Name);
        HeldOutTexts texts = HeldOutTexts.Read(Path.Combine(directory, "data"));
        string key = $"{Version} {texts.Fingerprint} {string.Join(' ', names.Select(name => built[name].Output))}", file = Path.Combine(directory, "study.json");
        if (Read(file) is { } known && known.Key == key)
        {
            return known;
        }

        var losses = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach (StudyModel model in StudyModel.All)
        {
            foreach (string name in ((string?[])[model.Start, model.Trained]).OfType<string>().Where(name => !losses.ContainsKey(name)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress(name);
                var loaded = model.Load(built[name].Directory);
                using (loaded as IDisposable)
                {
                    losses.Add(name, texts.Losses(loaded));
                }
            }
        }

        progress("the states of layers");
        using SmallLlama @base = SmallLlama.Load(built[nameof(Base)].Directory);
        using SolarUpscaled trained = SolarUpscaled.Load(built[nameof(SolarPretrained)].Directory);
        IReadOnlyList<IReadOnlyList<int>> some = [.. texts.Ids.Take(TextsOfStates)];
        AngularDistances distances = AngularDistances.Of(@base, some, MeasuredTokens.All, cancellationToken);
        var measured = new SeedMeasurement(key)
        {
            Losses = losses,
            Distances = [.. Enumerable.Range(0, distances.LayerCount).Select(first => Enumerable.Range(1, distances.LayerCount - first).Select(block => distances[first, block]).ToArray())],
            JumpsBefore = [.. SeamJumps.BeforeTraining(@base, SolarUpscaled.LayerMap.ToArray(), some, MeasuredTokens.All, cancellationToken)],
            JumpsAfter = [.. SeamJumps.Of(@base, trained, some, MeasuredTokens.All, cancellationToken)],
        };
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(measured));
        File.Move(file + ".new", file, overwrite: true);
        return measured;
    }

    private static SeedMeasurement? Read(string file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<SeedMeasurement>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
