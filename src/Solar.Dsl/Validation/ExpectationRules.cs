using System.Collections.Generic;
using System.Globalization;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Compares what the author expects with what the recipe gives.</summary>
public static class ExpectationRules
{
    /// <summary>Reports a depth or a parameter count that is not the computed one.</summary>
    public static void Check(ModelPlan plan, Report report)
    {
        if (plan.Declaration.Expect is not { } expect)
        {
            return;
        }

        string name = plan.Declaration.Name.Name;
        if (expect.NumHiddenLayers is { } depth && depth != plan.Spec.NumHiddenLayers)
        {
            report(
                Rules.UnexpectedDepth, "expect.num_hidden_layers",
                [name, plan.Spec.NumHiddenLayers, depth, Reason(plan, depth), .. DepthMends(plan, depth)]);
            return;     // with another depth the parameter count is wrong too, and for the same reason
        }

        if (expect.Parameters is { } parameters && parameters != plan.ParameterCount)
        {
            report(
                Rules.UnexpectedParameters, "expect.parameters", name, Grouped(plan.ParameterCount), Grouped(parameters),
                Mend.Replace($"Expect {Grouped(plan.ParameterCount)} parameters", "expect.parameters", Mend.Number(plan.ParameterCount)));
        }
    }

    // Either the number is wrong, or the drops are.
    private static IEnumerable<Mend> DepthMends(ModelPlan plan, long expected)
    {
        string depth = Mend.Number(plan.Spec.NumHiddenLayers);
        yield return Mend.Replace($"Expect {depth} layers", "expect.num_hidden_layers", depth);
        if (ConsistentDrop(plan, expected) is { } drop)
        {
            yield return new Mend(
                $"Drop {drop} layers of each copy, which makes {expected}",
                EquatableArray.Of(new MendEdit("upscale.drop_top", Mend.Number(drop)), new MendEdit("upscale.drop_bottom", Mend.Number(drop))));
        }
    }

    // The drop of both copies that gives the expected depth, where there is one.
    private static long? ConsistentDrop(ModelPlan plan, long expected) =>
        plan.Declaration.Recipe is UpscaleRecipe { Base: SourceRecipe } && expected % 2 == 0 && expected >= plan.SourceDepth && expected < 2L * plan.SourceDepth
            ? plan.SourceDepth - (expected / 2)
            : null;

    private static string Reason(ModelPlan plan, long expected)
    {
        if (plan.Declaration.Recipe is not UpscaleRecipe { DropTop: { } top, DropBottom: { } bottom, Copies: null or 2 } upscale)
        {
            return "";
        }

        // A nested recipe has grown the source before: what it gave follows from the sum.
        long depth = (plan.Map.Count + top + bottom) / 2;
        string sum = top == bottom ? $": 2 × ({depth} − {top})" : $": ({depth} − {top}) + ({depth} − {bottom})";

        return ConsistentDrop(plan, expected) is { } drop ? $"{sum}; {expected} layers would be dropTop: {drop}, dropBottom: {drop}" : sum;
    }

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
