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
            report(Rules.UnexpectedDepth, "expect.num_hidden_layers", name, plan.Spec.NumHiddenLayers, depth, Reason(plan, depth));
            return;     // with another depth the parameter count is wrong too, and for the same reason
        }

        if (expect.Parameters is { } parameters && parameters != plan.ParameterCount)
        {
            report(Rules.UnexpectedParameters, "expect.parameters", name, Grouped(plan.ParameterCount), Grouped(parameters));
        }
    }

    private static string Reason(ModelPlan plan, long expected)
    {
        if (plan.Declaration.Recipe is not UpscaleRecipe { DropTop: { } top, DropBottom: { } bottom, Copies: null or 2 } upscale)
        {
            return "";
        }

        // A nested recipe has grown the source before: what it gave follows from the sum.
        long depth = (plan.Map.Count + top + bottom) / 2;
        string sum = top == bottom ? $": 2 × ({depth} − {top})" : $": ({depth} − {top}) + ({depth} − {bottom})";

        // The other consistent mend, where there is one: drops that give the expected depth.
        return upscale.Base is SourceRecipe && expected % 2 == 0 && expected >= depth && expected < 2L * depth
            ? $"{sum}; {expected} layers would be dropTop: {depth - (expected / 2)}, dropBottom: {depth - (expected / 2)}"
            : sum;
    }

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
