using System.IO;
using Solar.Lab.CommandLine;
using SolarPaper.World;

namespace SolarPaper;

/// <summary>The command line over the paper's declarations: where their files are, and what makes them.</summary>
internal static class PaperHost
{
    public static LabHost Create(string directory = "out", WorldSizes? sizes = null) => new()
    {
        Program = typeof(PaperHost).Assembly,
        Name = "SolarPaper",
        CheckpointsDirectory = Path.Combine(directory, "checkpoints"),
        DataDirectory = Path.Combine(directory, "data"),
        TokenizerDirectory = "tokenizer",
        Steps = [new WorldStep(sizes ?? new WorldSizes())],
        Jobs = 2,
    };
}
