using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.CommandLine.Output;
using Solar.Runtime.Checkpoints;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>What a command has made by a plan that no declaration stands behind.</summary>
internal sealed record MadeFolder
{
    public MadeFolder(string directory, BuildPlan plan, int resumed, IReadOnlyList<string> files, TimeSpan time)
    {
        Directory = directory;
        Method = plan.Method;
        Parameters = plan.Parameters;
        Tensors = plan.Tensors.Count;
        Bytes = plan.Tensors.Sum(tensor => tensor.Info.ByteCount);
        Files = [.. files];
        Resumed = resumed;
        Seconds = Math.Round(time.TotalSeconds, 3);
    }

    /// <summary>Where it is.</summary>
    public string Directory { get; }

    /// <summary>How it was made, in one word.</summary>
    public string Method { get; }

    /// <summary>Number of its parameters.</summary>
    public long Parameters { get; }

    /// <summary>Number of its tensors.</summary>
    public int Tensors { get; }

    /// <summary>Bytes of its tensors.</summary>
    public long Bytes { get; }

    /// <summary>The files that were written.</summary>
    public string[] Files { get; }

    /// <summary>How many tensors an earlier run that was cut off had made.</summary>
    public int Resumed { get; }

    /// <summary>Time that it took.</summary>
    public double Seconds { get; }

    /// <summary>Of an extracted adapter, the rank of each module.</summary>
    public Dictionary<string, int>? Ranks { get; init; }

    /// <summary>Of an extracted adapter, the tensors that differ and that it does not hold.</summary>
    public string[]? LeftOut { get; init; }

    /// <summary>Of a merge whose weights were found, the weight of each model.</summary>
    public Dictionary<string, double>? Weights { get; init; }

    /// <summary>And the loss on the examples that it was found by.</summary>
    public Dictionary<string, double>? Losses { get; init; }

    /// <summary>Tells of it in a line.</summary>
    public void Write(LabConsole console)
    {
        if (Resumed > 0)
        {
            console.Out.WriteLine($"Resumed: {Figures.Count(Resumed)} of {Figures.Count(Tensors)} tensors were there already.");
        }

        string ranks = Ranks is { Count: > 0 } known ? $", {known.Count} modules of rank {(known.Values.Min() == known.Values.Max() ? $"{known.Values.Min()}" : $"{known.Values.Min()} to {known.Values.Max()}")}" : "";
        string speed = Seconds > 0.1 ? $" in {Seconds:0.0} s" : "";
        console.Out.MarkupLineInterpolated(
            $"{Figures.Count(Parameters)} parameters{ranks}: {Figures.Bytes(Bytes)} in {Files.Length} files written to [bold]{Shown.Path(Directory)}[/]{speed}");
    }
}
