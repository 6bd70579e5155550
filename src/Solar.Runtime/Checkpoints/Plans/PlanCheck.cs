using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>Holds a checkpoint against what is to be made of it, before anything is.</summary>
internal static class PlanCheck
{
    /// <summary>Throws where they do not fit.</summary>
    /// <param name="plan">What is made.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="use">What it is to the model.</param>
    /// <param name="converts">Whether the caller asked for a data type of its own, so that any stored one will do.</param>
    /// <exception cref="CheckpointException">They do not fit; all faults are named.</exception>
    /// <exception cref="ArgumentException">The plan fills a tensor twice or not at all.</exception>
    public static void Verify(CheckpointPlan plan, CheckpointReader source, CheckpointUse use, bool converts = false) =>
        Verify(plan, [source], use, converts);

    /// <summary>Throws where the checkpoints, in the order of the plan's sources, do not fit.</summary>
    /// <inheritdoc cref="Verify(CheckpointPlan, CheckpointReader, CheckpointUse, bool)"/>
    /// <param name="plan">What is made.</param>
    /// <param name="sources">The checkpoints.</param>
    /// <param name="use">What they are to the model.</param>
    /// <param name="converts">Whether the caller asked for a data type of its own.</param>
    public static void Verify(CheckpointPlan plan, IReadOnlyList<CheckpointReader> sources, CheckpointUse use, bool converts = false)
    {
        TensorUse[] uses = [.. TensorUse.Of(plan)];
        List<CheckpointFault> faults = [];
        ConfigFile declared = ConfigFile.Parse(plan.Config, plan.Model);
        List<StoredTensor> found = [];
        for (int i = 0; i < sources.Count; i++)
        {
            // Two layers may share a source; of equal faults one is enough.
            TensorUse[] own = [.. uses.Where(tensor => tensor.Source == i && !tensor.IsReplaced).DistinctBy(tensor => tensor.Tensor)];
            found.AddRange(Present(plan, sources[i], own, faults));
            faults.AddRange(WrongShapes(plan, sources[i], own));
        }

        if (!converts)
        {
            faults.AddRange(DtypeCheck.Check(plan.Model, plan.Dtype, found));
        }

        for (int i = 0; i < sources.Count; i++)
        {
            SourceDescription? description = i < plan.Sources.Count ? plan.Sources[i] : null;
            ConfigFile expected = description?.Config is { } text ? ConfigFile.Parse(text, description.Name) : declared;
            faults.AddRange(UnexpectedTensors.Find(plan, i, uses, expected, sources[i], use));
            faults.AddRange(sources[i].Config is { } config
                ? ConfigComparison.Compare(config, expected, use, description?.LayerCount)
                : [new CheckpointFault(sources[i].FullPath, null, $"there is no {CheckpointFiles.Config}", "Heads and wavelengths cannot be seen in the weights; put the file beside them.")]);
        }

        if (faults.Count > 0)
        {
            string what = use == CheckpointUse.Own ? "cannot be loaded from" : "cannot be made from";
            throw new CheckpointException($"{plan.Model} {what} {string.Join(" and ", sources.Select(source => source.FullPath))}", faults);
        }
    }

    private static IEnumerable<StoredTensor> Present(CheckpointPlan plan, CheckpointReader source, TensorUse[] uses, List<CheckpointFault> faults)
    {
        foreach (TensorUse tensor in uses)
        {
            if (source.Tensors.TryGetValue(tensor.Tensor, out StoredTensor stored))
            {
                yield return stored;
                continue;
            }

            string use = tensor.Tensor == tensor.Target ? $"{plan.Model} has it" : $"{tensor.Target} of {plan.Model} is taken from it";
            faults.Add(new CheckpointFault(
                source.FullPath, tensor.Tensor, $"it is missing, but {use}", "Name a checkpoint that has it, or correct the declaration."));
        }
    }

    private static IEnumerable<CheckpointFault> WrongShapes(CheckpointPlan plan, CheckpointReader source, TensorUse[] uses)
    {
        foreach (TensorUse tensor in uses)
        {
            if (source.Tensors.TryGetValue(tensor.Tensor, out StoredTensor stored) && !stored.Info.Shape.AsSpan().SequenceEqual(tensor.Shape))
            {
                yield return new CheckpointFault(
                    stored.File.FullPath,
                    tensor.Tensor,
                    $"its shape is {TensorInfo.ShapeText(stored.Info.Shape)}, but {tensor.Target} of {plan.Model} {(tensor.IsResized ? "is made of" : "has")} {TensorInfo.ShapeText(tensor.Shape)}",
                    "Correct the declared sizes, or name another checkpoint.");
            }
        }
    }
}
