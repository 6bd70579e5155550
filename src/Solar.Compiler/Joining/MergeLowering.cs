using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>Resolves a merge and checks that its parents are alike.</summary>
internal static class MergeLowering
{
    /// <summary>The plan of a merge; null (reported) where a rule forbids it.</summary>
    public static MergePlan? Plan(MergeDeclaration merge, ModelLowering models, List<Finding> findings)
    {
        string name = merge.Name.FullName;
        if (merge.Inputs.Count < 2)
        {
            findings.Add(Finding.Of(Rules.MissingKey, new ElementPath(name, merge.Method), merge.Method, "at least two models"));
            return null;
        }

        var parents = new List<(string FullName, ModelPlan Model)>();
        for (int i = 0; i < merge.Inputs.Count; i++)
        {
            string element = FormattableString.Invariant($"{merge.Method}.models[{i}]");
            if (models.ResolveCheckpoint(merge.Inputs[i].Model, name, element) is not { } parent)
            {
                continue;
            }

            parents.Add(parent);
            if (Difference(parents[0].Model.Spec, parent.Model.Spec) is { } difference)
            {
                findings.Add(Finding.Of(
                    Rules.MergeOfDifferentModels, new ElementPath(name, element),
                    merge.Name.Name, merge.Inputs[0].Model.Written, merge.Inputs[i].Model.Written, difference));
                return null;
            }
        }

        return parents.Count == merge.Inputs.Count
            && AccessibilityRules.Check(
                merge, parents[0].Model.Declaration, merge.Method + ".models[0]",
                (rule, element, arguments) => findings.Add(Finding.Of(rule, new ElementPath(name, element), arguments)))
            ? new MergePlan(merge, parents[0].Model.Declaration.Name.FullName, Recipe(merge, parents))
            : null;
    }

    private static MergeRecipe Recipe(MergeDeclaration merge, List<(string FullName, ModelPlan Model)> parents) =>
        new(merge.Method == "average" ? "linear" : merge.Method, parents[0].Model.Map.Count)
        {
            Inputs = parents.Select(parent => new MergeRecipeInput(parent.FullName)).ToEquatableArray(),
        };

    private static string? Difference(DecoderSpec first, DecoderSpec other)
    {
        if (first.NumHiddenLayers != other.NumHiddenLayers)
        {
            return $"{first.NumHiddenLayers} layers and {other.NumHiddenLayers} layers";
        }

        if (first.TieWordEmbeddings != other.TieWordEmbeddings)
        {
            return "only one of them has a head of its own";
        }

        TensorSpec[] left = [.. TensorCatalog.Tensors(first with { NumHiddenLayers = 1 })];
        TensorSpec[] right = [.. TensorCatalog.Tensors(other with { NumHiddenLayers = 1 })];
        foreach (TensorSpec tensor in left)
        {
            TensorSpec? match = right.FirstOrDefault(candidate => candidate.Name == tensor.Name);
            if (match is null || match.Shape != tensor.Shape)
            {
                return $"tensor '{tensor.Name}' is [{string.Join(", ", tensor.Shape)}] in one and "
                    + (match is null ? "absent from the other" : $"[{string.Join(", ", match.Shape)}] in the other");
            }
        }

        return left.Length == right.Length ? null : "one has tensors that the other has not";
    }
}
