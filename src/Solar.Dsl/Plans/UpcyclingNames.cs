using System;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>From which tensors of a dense layer those of a layer with experts start.</summary>
public static class UpcyclingNames
{
    /// <summary>The dense layer's tensor: every expert starts from the one feed-forward block; null of the router, which has no forerunner.</summary>
    /// <param name="layout">Names of the model with experts.</param>
    /// <param name="dense">Names of the dense model.</param>
    /// <param name="tensor">A tensor of a layer with experts, by its name within it.</param>
    public static string? Source(CheckpointLayout layout, CheckpointLayout dense, string tensor)
    {
        ExpertNames names = layout.Experts;
        if (!tensor.StartsWith(names.Name + ".", StringComparison.Ordinal))
        {
            return tensor;
        }

        if (tensor.StartsWith($"{names.Name}.{names.Router}.", StringComparison.Ordinal))
        {
            return null;
        }

        // block.experts.3.w1.weight
        string[] parts = tensor.Split('.');
        string map = parts[parts.Length - 2], kind = parts[parts.Length - 1];
        string source = map == names.Expert.Gate ? dense.Mlp.Gate : map == names.Expert.Down ? dense.Mlp.Down : dense.Mlp.Up;
        return $"{dense.Mlp.Name}.{source}.{kind}";
    }
}
