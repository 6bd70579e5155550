using System.Collections.Generic;
using System.IO;

namespace SolarPaper.Real;

/// <summary>What the road on a checkpoint is told.</summary>
/// <param name="Checkpoint">Folder of the base.</param>
/// <param name="Data">Folder of the data sets.</param>
/// <param name="Directory">Folder of everything that is written.</param>
internal sealed record RealRun(string Checkpoint, string Data, string Directory)
{
    public const string FileName = "paper.solar.yaml";

    /// <summary>Folder of H6's sets; null to measure nothing by them.</summary>
    public string? Tests { get; init; }

    /// <summary>Documents of each test at most; null for all, without which a mean is no H6.</summary>
    public int? Items { get; init; }

    /// <summary>Layers that each copy loses; null for a quarter, as the paper has it.</summary>
    public int? Drop { get; init; }

    /// <summary>Hyper-parameters in place of those of the file, as options of <c>build</c>.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>How many stages are trained side by side, as options of <c>build</c>; none for one.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>Threads and device, for <c>build</c> and <c>eval</c>.</summary>
    public IReadOnlyList<string> Machine { get; init; } = [];

    /// <summary>Where progress and errors are told; null for the error stream.</summary>
    public TextWriter? Errors { get; init; }

    /// <summary>The declarations, as they are written beside the checkpoints.</summary>
    public string Program => Path.Combine(Directory, FileName);

    /// <summary>Folder of the checkpoints.</summary>
    public string Checkpoints => Path.Combine(Directory, "checkpoints");

    /// <summary>Folder of what H6 measured.</summary>
    public string Evaluations => Path.Combine(Directory, "evaluations");

    /// <summary>Folder of what was measured of held-out text.</summary>
    public string HeldOut => Path.Combine(Directory, "held-out");
}
