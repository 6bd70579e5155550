using System;
using Solar.Lab.CommandLine.Output;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>A checkpoint that a command has made.</summary>
/// <param name="Name">Full name of its declaration.</param>
/// <param name="Directory">Where it is.</param>
/// <param name="Recipe">How it was made.</param>
/// <param name="Layers">Number of its layers.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="Tensors">Number of its tensors.</param>
/// <param name="Bytes">Bytes of its tensors.</param>
internal sealed record MadeCheckpoint(string Name, string Directory, string? Recipe, int Layers, long Parameters, int Tensors, long Bytes)
{
    /// <summary>The files that were written.</summary>
    public string[] Files { get; init; } = [];

    /// <summary>How many tensors an earlier run that was cut off had made.</summary>
    public int? Resumed { get; init; }

    /// <summary>Time that it took.</summary>
    public double Seconds { get; init; }

    /// <summary>Tells of it in a line, or as JSON.</summary>
    public void Write(LabConsole console, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(this);
            return;
        }

        string speed = Seconds > 0.1 ? $" in {Seconds:0.0} s, {Figures.Bytes((long)(Bytes / Math.Max(Seconds, 1e-3)))}/s" : "";
        if (Resumed > 0)
        {
            console.Out.WriteLine($"Resumed: {Figures.Count(Resumed.Value)} of {Figures.Count(Tensors)} tensors were there already.");
        }

        console.Out.MarkupLineInterpolated(
            $"[bold]{Shown.Name(Name)}[/] {Layers} layers, {Figures.Count(Parameters)} parameters: {Figures.Bytes(Bytes)} in {Files.Length} files written to [bold]{Shown.Path(Directory)}[/]{speed}");
    }
}
