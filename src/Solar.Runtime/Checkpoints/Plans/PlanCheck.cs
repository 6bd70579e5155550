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
    public static void Verify(CheckpointPlan plan, CheckpointReader source, CheckpointUse use, bool converts = false)
    {
        Dictionary<string, long[]> shapes = Shapes(plan);
        List<CheckpointFault> faults = [];
        ConfigFile declared = ConfigFile.Parse(plan.Config, plan.Model);
        StoredTensor[] found = [.. Present(plan, source, faults)];
        faults.AddRange(WrongShapes(plan, source, shapes));
        if (!converts)
        {
            faults.AddRange(DtypeCheck.Check(plan.Model, plan.Dtype, found));
        }

        faults.AddRange(UnexpectedTensors.Find(plan, declared, source, use));
        faults.AddRange(source.Config is { } config
            ? ConfigComparison.Compare(config, declared, use, plan.SourceLayerCount)
            : [new CheckpointFault(source.FullPath, null, $"there is no {CheckpointFiles.Config}", "Heads and wavelengths cannot be seen in the weights; put the file beside them.")]);

        if (faults.Count > 0)
        {
            string what = use == CheckpointUse.Own ? "cannot be loaded from" : "cannot be made from";
            throw new CheckpointException($"{plan.Model} {what} {source.FullPath}", faults);
        }
    }

    private static IEnumerable<StoredTensor> Present(CheckpointPlan plan, CheckpointReader source, List<CheckpointFault> faults)
    {
        foreach (TensorCopy copy in plan.Copies.DistinctBy(copy => copy.Source))
        {
            if (source.Tensors.TryGetValue(copy.Source, out StoredTensor stored))
            {
                yield return stored;
                continue;
            }

            string use = copy.Source == copy.Target ? $"{plan.Model} has it" : $"{copy.Target} of {plan.Model} is taken from it";
            faults.Add(new CheckpointFault(
                source.FullPath, copy.Source, $"it is missing, but {use}", "Name a checkpoint that has it, or correct the declaration."));
        }
    }

    private static IEnumerable<CheckpointFault> WrongShapes(CheckpointPlan plan, CheckpointReader source, Dictionary<string, long[]> shapes)
    {
        // Two layers may share a source; of equal faults one is enough.
        foreach (TensorCopy copy in plan.Copies.DistinctBy(copy => copy.Source))
        {
            long[] expected = shapes[copy.Target];
            if (source.Tensors.TryGetValue(copy.Source, out StoredTensor stored) && !stored.Info.Shape.AsSpan().SequenceEqual(expected))
            {
                yield return new CheckpointFault(
                    stored.File.FullPath,
                    copy.Source,
                    $"its shape is {TensorInfo.ShapeText(stored.Info.Shape)}, but {copy.Target} of {plan.Model} has {TensorInfo.ShapeText(expected)}",
                    "Correct the declared sizes, or name another checkpoint.");
            }
        }
    }

    /// <summary>
    /// The shape of each target. A plan that fills a tensor twice or never, or one source into two shapes, is a fault of who made the
    /// plan, not of a checkpoint.
    /// </summary>
    private static Dictionary<string, long[]> Shapes(CheckpointPlan plan)
    {
        Dictionary<string, long[]> shapes = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        var sources = new Dictionary<string, long[]>(StringComparer.Ordinal);
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (TensorCopy copy in plan.Copies)
        {
            if (!shapes.TryGetValue(copy.Target, out long[]? shape) || !targets.Add(copy.Target))
            {
                throw new ArgumentException($"The plan of {plan.Model} fills {copy.Target} twice, or the model has no such tensor.", nameof(plan));
            }

            if (!sources.TryAdd(copy.Source, shape) && !sources[copy.Source].AsSpan().SequenceEqual(shape))
            {
                throw new ArgumentException($"The plan of {plan.Model} takes {copy.Target} from {copy.Source}, which has another shape elsewhere.", nameof(plan));
            }
        }

        if (shapes.Count == 0)
        {
            throw new ArgumentException($"The plan of {plan.Model} has no tensors.", nameof(plan));
        }

        return targets.Count == shapes.Count
            ? shapes
            : throw new ArgumentException($"The plan of {plan.Model} does not fill {shapes.Keys.First(name => !targets.Contains(name))}.", nameof(plan));
    }
}
