using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>What can only be said of a merge's parameters with the tensors at hand (SOLAR310 to 312 and 318, and SOLAR308 of two parameters together).</summary>
public static class MergeTensorRules
{
    /// <summary>Checks the parameters against the tensors of the result; false where the merge cannot run.</summary>
    /// <param name="merge">The merge, whose parameters are those of its method.</param>
    /// <param name="recipe">The same, resolved.</param>
    /// <param name="model">Simple name of the model whose tensors they are.</param>
    /// <param name="names">Names of the tensors, in the order of the forward pass.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(MergeDeclaration merge, MergeRecipe recipe, string model, IReadOnlyList<string> names, Report report)
    {
        CheckFilters(merge, model, names, report);
        if (MergeVocabulary.Find(merge.Method) is not { } method)
        {
            return true;
        }

        if (Unset(merge, method) is { } missing)
        {
            report(Rules.MissingKey, merge.Method, merge.Method, missing);
            return false;
        }

        bool isUniform = Settings(merge).All(setting => setting.Setting is { Filter: null, IsGradient: false });
        IEnumerable<string> checkedNames = isUniform && merge.Slices.Count == 0 ? names.Take(1) : names;
        return CheckTensors(merge, recipe, checkedNames, isUniform, report);
    }

    // A parameter that the method cannot do without, and that nobody wrote.
    private static string? Unset(MergeDeclaration merge, MergeMethod method) => method.Keys
        .Where(key => key.IsRequired)
        .Select(key => key.Name)
        .FirstOrDefault(name => !merge.Parameters.Concat(merge.Slices.SelectMany(slice => slice.Parameters)).Any(parameter => parameter.Name == name));

    private static void CheckFilters(MergeDeclaration merge, string model, IReadOnlyList<string> names, Report report)
    {
        foreach ((string path, MergeSetting setting) in Settings(merge))
        {
            if (setting.Filter is not { } filter)
            {
                continue;
            }

            string[] fitting = [.. names.Where(setting.Fits)];
            if (fitting.Length == 0)
            {
                report(Rules.FilterMatchesNothing, MergePaths.Filter(path), model, filter, Nearest(filter, names));
            }
            else if (setting.IsGradient && fitting.All(name => TensorMerges.LayerOf(name) is null))
            {
                bool isFirst = fitting.All(name => !IsBehind(name, names));
                report(Rules.GradientOutsideLayers, MergePaths.Filter(path), filter, setting.Values.Count, isFirst ? "first" : "last");
            }
        }
    }

    private static bool CheckTensors(MergeDeclaration merge, MergeRecipe recipe, IEnumerable<string> names, bool isUniform, Report report)
    {
        try
        {
            foreach (TensorMerge tensor in recipe.Tensors(names))
            {
                if (Fault(merge.Method, tensor) is { } fault)
                {
                    string where = isUniform && merge.Slices.Count == 0 ? "" : $" at tensor '{tensor.Target}'";
                    report(fault.Rule, fault.Element, [.. fault.Arguments.Select(argument => argument is Where ? where : argument)]);
                    return false;
                }
            }

            return true;
        }
        catch (MergeParameterException unset)
        {
            report(Rules.ParameterWithoutValue, $"{merge.Method}.{unset.Parameter}", unset.Parameter, merge.Method, unset.Tensor);
            return false;
        }
    }

    private static (Rule Rule, string Element, object[] Arguments)? Fault(string method, TensorMerge tensor)
    {
        bool divides = method is "linear" ? tensor.IsSet("normalize") : method is "multislerp" && tensor.IsSet("normalize_weights");
        if (divides && Math.Abs(tensor.Inputs.Sum(input => input["weight"])) < 1e-12)
        {
            return (Rules.WeightsSumToZero, $"{method}.weights", [method, default(Where)]);
        }

        for (int i = 0; i < tensor.Inputs.Count; i++)
        {
            TensorMergeInput input = tensor.Inputs[i];
            if (method is "della" or "della_linear" && (input["density"] - input["epsilon"] <= 0 || input["density"] + input["epsilon"] >= 1))
            {
                return (Rules.MergeParameterOutOfRange, $"{method}.density",
                    ["density", Number(input["density"]), method, $"more than epsilon and less than 1 - epsilon, which is {Number(input["epsilon"])}"]);
            }

            if (method is "breadcrumbs" or "breadcrumbs_ties" && input["density"] + input["gamma"] > 1 + 1e-9)
            {
                return (Rules.MergeParameterOutOfRange, $"{method}.density",
                    ["density", Number(input["density"]), method, $"at most 1 - gamma, which is {Number(input["gamma"])}"]);
            }
        }

        return null;
    }

    // Every setting with its path.
    private static IEnumerable<(string Path, MergeSetting Setting)> Settings(MergeDeclaration merge)
    {
        IEnumerable<(string Owner, MergeParameter Parameter)> all = merge.Parameters.Select(parameter => (merge.Method, parameter))
            .Concat(merge.Inputs.SelectMany((input, i) => input.Parameters.Select(parameter => (MergePaths.Input(merge.Method, i), parameter))))
            .Concat(merge.Slices.SelectMany((slice, i) => slice.Parameters.Select(parameter => (MergePaths.Slice(merge.Method, i), parameter))))
            .Concat(merge.Slices.SelectMany((slice, i) => slice.Sources.SelectMany(
                (source, j) => source.Parameters.Select(parameter => (MergePaths.Source(merge.Method, i, j), parameter)))));
        return all.SelectMany(pair => pair.Parameter.Settings.Select((setting, k) => (MergePaths.Setting(pair.Owner, pair.Parameter.Name, k), setting)));
    }

    private static bool IsBehind(string name, IReadOnlyList<string> names)
    {
        int at = names.ToList().IndexOf(name);
        return names.Take(at).Any(earlier => TensorMerges.LayerOf(earlier) is not null);
    }

    private static string Nearest(string filter, IEnumerable<string> names)
    {
        string[] parts = [.. names.SelectMany(name => name.Split('.')).Where(part => part.Any(c => c is < '0' or > '9')).Distinct(StringComparer.Ordinal)];
        return filter.Length < 64 && Spelling.Nearest(filter, parts) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }

    private static string Number(double value) => ConfigValue.Of(value).Canonical;

    // Stands for the words that say at which tensor something is wrong.
    private readonly struct Where;
}
