using Solar.Families;
using Solar.Plans;

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

            if (plan.Source is { } source)
            {
                writer.Write($"""
                    Source = {Literals.Code(source)},
                    SourceLayerCount = {Literals.Code(plan.SourceDepth)},
                    """);
            }

            writer.Write("LayerMap = LayerMap.ToArray(),");
            if (plan.Declaration.Weights is { } weights)
            {
                string revision = weights.Revision is { } written ? $", {Literals.Code(written)}" : "";
                writer.Write($"Weights = new({Literals.Code(weights.Location)}{revision}),");
            }

            if (plan.Spec.Dtype is { } dtype)
            {
                writer.Write($"Dtype = \"{dtype.Name()}\",");
            }

            writer.Write("Config =\n    \"\"\"");
            foreach (string line in ConfigJson.Write(plan.Spec).TrimEnd('\n').Split('\n'))
            {
                writer.Write("    " + line);
            }

            writer.Line();
            writer.Write("    \"\"\",");
        }
    }
}
