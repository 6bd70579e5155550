using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Canonical texts of planned declarations: the names that were written replaced by those that they turned out to mean.</summary>
public static class ResolvedText
{
    /// <summary>A planned model's names are full already.</summary>
    public static string Of(ModelPlan plan) => CanonicalText.Write(plan.Declaration);

    /// <summary>A stage names its start and its data sets.</summary>
    public static string Of(StagePlan plan) => CanonicalText.Write(
        plan.Declaration, InOrder(
            [plan.Declaration.Model, .. plan.Declaration.Data, .. plan.Declaration.EvalData, .. plan.Declaration.Decontaminate],
            [plan.Start, .. plan.Datasets, .. plan.EvalDatasets, .. plan.EvaluationSets]));

    /// <summary>A merge names its parents.</summary>
    public static string Of(MergePlan plan) => CanonicalText.Write(plan.Declaration, InOrder(
        [.. plan.Declaration.Models, .. Optional(plan.Declaration.Base), .. Optional(plan.Declaration.Into), .. Optional(plan.Declaration.TokenizerSource)],
        [
            .. plan.Recipe.Inputs.Select(input => input.Source), .. Optional(plan.Recipe.Base),
            .. plan.Declaration.Into is null ? (string[])[] : [plan.Model], .. Optional(plan.Recipe.TokenizerSource),
        ]));

    /// <summary>A data set names nothing.</summary>
    public static string Of(DatasetPlan plan) => CanonicalText.Write(plan.Declaration);

    private static T[] Optional<T>(T? value)
        where T : class => value is null ? [] : [value];

    private static Func<NameReference, string> InOrder(NameReference[] written, string[] resolved)
    {
        // Equal references mean the same declaration, so the first of them speaks for all.
        Dictionary<NameReference, string> names = written.Zip(resolved, (reference, name) => (reference, name))
            .GroupBy(pair => pair.reference).ToDictionary(group => group.Key, group => group.First().name);
        return reference => names[reference];
    }
}
