using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>What a merge can be and probably should not: of strangers, of a model with itself, of models that compute
/// otherwise, into a narrower type (SOLAR302, 313, 315 and 316).</summary>
internal static class MergeWarnings
{
    /// <summary>Reports them.</summary>
    /// <param name="merge">The merge.</param>
    /// <param name="parents">The base, if any, and the inputs.</param>
    /// <param name="type">What the result is a model of.</param>
    /// <param name="ancestors">The declarations whose weights a declaration's come from, itself included; null where they come from outside.</param>
    /// <param name="report">Receives what is found.</param>
    public static void Check(
        MergeDeclaration merge, IReadOnlyList<MergeParent> parents, MergeParent type, Func<string, IReadOnlyCollection<string>?> ancestors, Report report)
    {
        CheckKinship(parents, ancestors, report);
        CheckTwice(merge, parents, report);
        CheckPositions(merge, parents, type, report);
        CheckDtype(merge, parents, type, report);
    }

    // Weights that the program did not make may well have an ancestor in common that it does not know, so nothing is said of them.
    private static void CheckKinship(IReadOnlyList<MergeParent> parents, Func<string, IReadOnlyCollection<string>?> ancestors, Report report)
    {
        for (int i = 1; i < parents.Count; i++)
        {
            if (ancestors(parents[0].FullName) is not { } first || ancestors(parents[i].FullName) is not { } other || first.Intersect(other).Any())
            {
                continue;
            }

            report(
                Rules.UnrelatedParents, parents[i].Element,
                Simple(parents[0].FullName), Simple(parents[i].FullName), Simple(first.Last()), Simple(other.Last()));
            return;
        }
    }

    private static void CheckTwice(MergeDeclaration merge, IReadOnlyList<MergeParent> parents, Report report)
    {
        for (int i = 1; i < parents.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (parents[i].FullName == parents[j].FullName && MergesSameLayers(merge, Input(merge, parents, j), Input(merge, parents, i)))
                {
                    report(Rules.MergedWithItself, parents[i].Element, Simple(parents[i].FullName));
                    return;
                }
            }
        }
    }

    // -1 is the base.
    private static int Input(MergeDeclaration merge, IReadOnlyList<MergeParent> parents, int parent) => parent - (parents.Count - merge.Inputs.Count);

    private static bool MergesSameLayers(MergeDeclaration merge, int left, int right) => merge.Slices.All(slice =>
        Range(slice, left) is { Length: > 0 } range && range == Range(slice, right));

    private static string? Range(MergeSlice slice, int input) => input < 0 ? slice.Base : slice.Sources[input].Range;

    private static void CheckPositions(MergeDeclaration merge, IReadOnlyList<MergeParent> parents, MergeParent type, Report report)
    {
        foreach (MergeParent parent in parents)
        {
            if (InitializeFromRules.PositionDifference(type.Model.Spec, parent.Model.Spec) is { } difference)
            {
                report(Rules.PositionsDiffer, parent.Element, merge.Name.Name, Simple(parent.FullName), difference);
                return;
            }
        }
    }

    private static void CheckDtype(MergeDeclaration merge, IReadOnlyList<MergeParent> parents, MergeParent type, Report report)
    {
        if ((merge.Dtype ?? type.Model.Spec.Dtype) is not { } narrow)
        {
            return;
        }

        foreach (MergeParent parent in parents)
        {
            if (parent.Model.Spec.Dtype is { } wide && InitializeFromRules.Narrowing(narrow, wide) is { } narrowing)
            {
                string element = merge.Dtype is null ? parent.Element : merge.Method + ".dtype";
                report(Rules.MergeNarrows, element, merge.Name.Name, narrow.Name(), Simple(parent.FullName), wide.Name(), narrowing);
                return;
            }
        }
    }

    private static string Simple(string fullName) => fullName.Substring(fullName.LastIndexOf('.') + 1);
}
