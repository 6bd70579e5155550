using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.Building;
using SolarPaper.Layers;
using SolarPaper.World;

namespace SolarPaper.Study;

/// <summary>What one seed says beside the six tests.</summary>
/// <param name="Losses">Losses of each held-out text by checkpoint, nats a token, in the order of the texts.</param>
/// <param name="Layers">What layers do.</param>
internal sealed record SeedMeasurement(SortedDictionary<string, double[]> Losses, LayerMeasurement Layers)
{
    // Raised where something is measured in another way.
    private const int Version = 4;

    /// <summary>Measures what was built in a folder; what an earlier run has measured of the same checkpoints is read.</summary>
    /// <param name="directory">Folder of the seed's run.</param>
    /// <param name="program">What was built.</param>
    /// <param name="progress">Told each checkpoint's name before it is measured.</param>
    /// <param name="cancellationToken">Stops it between two checkpoints.</param>
    public static SeedMeasurement Of(string directory, BuiltProgram program, Action<string> progress, CancellationToken cancellationToken)
    {
        HeldOutTexts texts = HeldOutTexts.Read(Path.Combine(directory, "data"));
        SortedDictionary<string, double[]> losses = LossesOf(Path.Combine(directory, "study.json"), program, texts, progress, cancellationToken);
        return new SeedMeasurement(losses, LayerMeasurement.Of(directory, program, texts, cancellationToken));
    }

    private static SortedDictionary<string, double[]> LossesOf(string file, BuiltProgram program, HeldOutTexts texts, Action<string> progress, CancellationToken cancellationToken)
    {
        Dictionary<string, BuiltThing> built = program.Things.ToDictionary(thing => thing.Name);
        (string Name, StudyModel Model)[] checkpoints =
            [.. StudyModel.All.SelectMany(model => ((string?[])[model.Start, model.Trained]).OfType<string>().Select(name => (name, model))).DistinctBy(one => one.name)];
        string key = $"{Version} {texts.Fingerprint} {string.Join(' ', checkpoints.Select(one => built[one.Name].Output))}";
        if (KeptMeasurement.Read<KeptLosses>(file) is { } known && known.Key == key)
        {
            return known.Losses;
        }

        var losses = new SortedDictionary<string, double[]>(StringComparer.Ordinal);
        foreach ((string name, StudyModel model) in checkpoints)
        {
            cancellationToken.ThrowIfCancellationRequested();
            progress(name);
            var loaded = model.Load(built[name].Directory);
            using (loaded as IDisposable)
            {
                losses.Add(name, texts.Losses(loaded));
            }
        }

        KeptMeasurement.Write(file, new KeptLosses(key, losses));
        return losses;
    }

    // The key is of the texts and hashes of the checkpoints.
    private sealed record KeptLosses(string Key, SortedDictionary<string, double[]> Losses);
}
