using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>That a plan takes a tensor of a source.</summary>
/// <param name="Source">The source's place among the plan's.</param>
/// <param name="Tensor">Its name there.</param>
/// <param name="Target">The tensor that is made of it.</param>
/// <param name="Shape">The shape that it must have.</param>
internal readonly record struct TensorUse(int Source, string Tensor, string Target, long[] Shape)
{
    /// <summary>Whether zeros stand in its place: it is known to the plan, and not read.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Whether the target has another number of rows.</summary>
    public bool IsResized { get; init; }

    /// <summary>Every tensor that a plan takes.</summary>
    /// <exception cref="ArgumentException">
    /// The plan fills a tensor twice or never, or one source into two shapes: a fault of who made the plan, not of a checkpoint.
    /// </exception>
    public static IEnumerable<TensorUse> Of(CheckpointPlan plan)
    {
        Dictionary<string, long[]> shapes = plan.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        if (shapes.Count == 0)
        {
            throw new ArgumentException($"The plan of {plan.Model} has no tensors.", nameof(plan));
        }

        var uses = new List<TensorUse>();
        var sources = new Dictionary<(int, string), long[]>();
        var targets = new HashSet<string>(StringComparer.Ordinal);
        foreach (TensorRule rule in plan.Rules)
        {
            if (!shapes.TryGetValue(rule.Target, out long[]? shape) || !targets.Add(rule.Target))
            {
                throw new ArgumentException($"The plan of {plan.Model} fills {rule.Target} twice, or the model has no such tensor.", nameof(plan));
            }

            bool isResized = rule.Kind == TensorRuleKind.Resize;
            long[] expected = isResized ? [rule.Rows, .. shape[1..]] : shape;
            foreach (TensorPart part in rule.Parts)
            {
                int source = plan.IndexOf(part.Source);
                if (!sources.TryAdd((source, part.Tensor), expected) && !sources[(source, part.Tensor)].AsSpan().SequenceEqual(expected))
                {
                    throw new ArgumentException($"The plan of {plan.Model} takes {rule.Target} from {part.Tensor}, which has another shape elsewhere.", nameof(plan));
                }

                uses.Add(new TensorUse(source, part.Tensor, rule.Target, expected)
                {
                    IsReplaced = rule.Kind == TensorRuleKind.Zeros,
                    IsResized = isResized,
                });
            }
        }

        return targets.Count == shapes.Count
            ? uses
            : throw new ArgumentException($"The plan of {plan.Model} does not fill {shapes.Keys.First(name => !targets.Contains(name))}.", nameof(plan));
    }
}
