using System.Collections.Generic;
using System.Linq;
using Solar.LayerMaps;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>Layers of the result that are consecutive layers of a source.</summary>
/// <param name="Target">First layer of the result.</param>
/// <param name="Source">Name of the source.</param>
/// <param name="Start">First layer of the source.</param>
/// <param name="End">Layer after the last.</param>
internal sealed record SheetRun(int Target, string Source, int Start, int End);

/// <summary>Two layers that meet in the result and were no neighbours in the source.</summary>
/// <param name="Below">The layer below the seam.</param>
/// <param name="SourceBelow">Its source's layer.</param>
/// <param name="SourceAbove">The source's layer of the layer above.</param>
internal sealed record SheetSeam(int Below, int SourceBelow, int SourceAbove)
{
    /// <summary>By how many layers the input of the layer above is off, of what it was trained on.</summary>
    public int Jump => SourceAbove - SourceBelow - 1;

    /// <summary>The seams of a map.</summary>
    public static IEnumerable<SheetSeam> Of(LayerMap map)
    {
        foreach (LayerRun run in map.Runs().Skip(1))
        {
            yield return new SheetSeam(run.Target - 1, map.Entries[run.Target - 1].Layer, run.Layer);
        }
    }
}

/// <summary>A file of weights.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Tensors">Number of its tensors.</param>
internal sealed record SheetFile(string File, long Bytes, int Tensors);

/// <summary>A tensor and where it comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="From">What it is made of.</param>
internal sealed record SheetTensor(string Name, long[] Shape, long Bytes, string From)
{
    /// <summary>The tensors of a plan.</summary>
    public static SheetTensor[] Of(CheckpointPlan plan, TensorDtype dtype)
    {
        Dictionary<string, string> from = plan.Rules.ToDictionary(rule => rule.Target, Text);
        return [.. plan.Tensors.Select(tensor => new SheetTensor(tensor.Name, tensor.Shape, new TensorInfo(tensor.Name, dtype, tensor.Shape).ByteCount, from[tensor.Name]))];
    }

    // A copy is its source's name; all else is the rule in words.
    private static string Text(TensorRule rule) => rule.Kind == TensorRuleKind.Copy ? rule.Parts[0].Tensor : rule.ToString()[(rule.Target.Length + " = ".Length)..];
}
