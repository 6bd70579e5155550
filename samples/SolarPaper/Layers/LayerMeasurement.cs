using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.Building;
using Solar.Lab.Inspection;
using SolarPaper.Declared;
using SolarPaper.World;

namespace SolarPaper.Layers;

/// <summary>What layers do to held-out texts before up-scaling, after it, and after training: how far they turn hidden states, and how far the seam jumps.</summary>
/// <param name="Key">What was measured: the texts, and hashes of the checkpoints.</param>
internal sealed record LayerMeasurement(string Key)
{
    public const string FileName = "layers.json";

    // Raised where something is measured in another way.
    private const int Version = 1;

    private const int Texts = 50;

    /// <summary>Of the base: how far the block of n layers that begins with layer l turns hidden states, by l, then n − 1; angular distance, 0 to 1.</summary>
    public required double[][] Base { get; init; }

    /// <summary>Of the up-scaled model before it is trained on.</summary>
    public required double[][] Upscaled { get; init; }

    /// <summary>Of the up-scaled model after it.</summary>
    public required double[][] Trained { get; init; }

    /// <summary>How far each layer's input lies from what it was used to in the base, before training on.</summary>
    public required LayerJump[] JumpsBefore { get; init; }

    /// <summary>The same after it.</summary>
    public required LayerJump[] JumpsAfter { get; init; }

    /// <summary>Measures what was built; what an earlier run has measured of the same checkpoints is read.</summary>
    /// <param name="directory">Folder of the run.</param>
    /// <param name="program">What was built.</param>
    /// <param name="heldOut">The texts, of which the first are taken.</param>
    /// <param name="cancellationToken">Stops it between two texts.</param>
    public static LayerMeasurement Of(string directory, BuiltProgram program, HeldOutTexts heldOut, CancellationToken cancellationToken)
    {
        BuiltThing Built(string name) => program.Things.First(thing => thing.Name == name);
        string[] names = [nameof(Declared.Base), nameof(SolarUpscaled), nameof(SolarPretrained)];
        string key = $"{Version} {heldOut.Fingerprint} {string.Join(' ', names.Select(name => Built(name).Output))}", file = Path.Combine(directory, FileName);
        if (KeptMeasurement.Read<LayerMeasurement>(file) is { } known && known.Key == key)
        {
            return known;
        }

        using SmallLlama @base = SmallLlama.Load(Built(names[0]).Directory);
        using SolarUpscaled upscaled = SolarUpscaled.Load(Built(names[1]).Directory), trained = SolarUpscaled.Load(Built(names[2]).Directory);
        IReadOnlyList<IReadOnlyList<int>> texts = [.. heldOut.Ids.Take(Texts)];
        var measured = new LayerMeasurement(key)
        {
            Base = Blocks(AngularDistances.Of(@base, texts, MeasuredTokens.All, cancellationToken)),
            Upscaled = Blocks(AngularDistances.Of(upscaled, texts, MeasuredTokens.All, cancellationToken)),
            Trained = Blocks(AngularDistances.Of(trained, texts, MeasuredTokens.All, cancellationToken)),
            JumpsBefore = [.. SeamJumps.BeforeTraining(@base, SolarUpscaled.LayerMap.ToArray(), texts, MeasuredTokens.All, cancellationToken)],
            JumpsAfter = [.. SeamJumps.Of(@base, trained, texts, MeasuredTokens.All, cancellationToken)],
        };
        KeptMeasurement.Write(file, measured);
        return measured;
    }

    private static double[][] Blocks(AngularDistances distances) =>
        [.. Enumerable.Range(0, distances.LayerCount).Select(first => Enumerable.Range(1, distances.LayerCount - first).Select(block => distances[first, block]).ToArray())];
}
