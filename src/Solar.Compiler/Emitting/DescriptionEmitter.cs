using Solar.Families;
using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Emitting;

/// <summary>Writes a model's description: what was declared, as data that the runtime reads.</summary>
internal static class DescriptionEmitter
{
    public static void Write(IndentedWriter writer, ModelPlan plan)
    {
        writer.Write($$"""
            /// <summary>What was declared of this model, the config.json of its checkpoints included.</summary>
            public static ModelDescription Description { get; } = new()
            """);
        using (writer.WriteBlock(end: ";"))
        {
            writer.Write($$""""
                Name = {{Literals.Code(plan.Declaration.Name.FullName)}},
                Canonical = {{Literals.Code(ResolvedText.Of(plan))}},
                LayerCount = LayerCount,
                ParameterCount = ParameterCount,
                """");
            if (plan.RecipeText is { } recipe)
            {
                writer.Write($"Recipe = {Literals.Code(recipe)},");
            }

            if (plan.Sources.Count == 1 && !SourceRules.HasConfigOfItsOwn(plan.Spec, plan.Sources[0].Spec))
            {
                writer.Write($"Sources = [{Source(plan.Sources[0])}],");
            }
            else if (plan.Sources.Count > 0)
            {
                writer.Write("Sources =");
                using (writer.WriteList(","))
                {
                    foreach (ModelSource source in plan.Sources)
                    {
                        WriteSource(writer, source, plan.Spec);
                    }
                }
            }

            writer.Write(plan.Map.IsPlain ? "LayerMap = LayerMap.ToArray()," : "LayerSources = LayerSources,");
            if (plan.Declaration.Weights is { } weights)
            {
                string revision = weights.Revision is { } written ? $", {Literals.Code(written)}" : "";
                writer.Write($"Weights = new({Literals.Code(weights.Location)}{revision}),");
            }

            if (plan.Spec.Dtype is { } dtype)
            {
                writer.Write($"Dtype = \"{dtype.Name()}\",");
            }

            WriteConfig(writer, plan.Spec);
        }
    }

    private static void WriteSource(IndentedWriter writer, ModelSource source, DecoderSpec target)
    {
        if (!SourceRules.HasConfigOfItsOwn(target, source.Spec))
        {
            writer.Write(Source(source) + ",");
            return;
        }

        writer.Write(Source(source));
        using (writer.WriteBlock(end: ","))
        {
            WriteConfig(writer, source.Spec);
        }
    }

    private static string Source(ModelSource source) => $"new({Literals.Code(source.Name)}, {Literals.Code(source.Spec.NumHiddenLayers)})";

    private static void WriteConfig(IndentedWriter writer, DecoderSpec spec)
    {
        writer.Write("Config =\n    \"\"\"");
        foreach (string line in ConfigJson.Write(spec).TrimEnd('\n').Split('\n'))
        {
            writer.Write("    " + line);
        }

        writer.Line();
        writer.Write("    \"\"\",");
    }
}
