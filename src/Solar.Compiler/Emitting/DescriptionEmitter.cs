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

            if (plan.Sources.Count > 0)
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

    // Its own config.json is needed only where it says more than another depth.
    private static void WriteSource(IndentedWriter writer, ModelSource source, DecoderSpec target)
    {
        DecoderSpec other = source.Spec;
        string call = $"new({Literals.Code(source.Name)}, {Literals.Code(other.NumHiddenLayers)})";
        if (other.VocabSize == target.VocabSize && other.TieWordEmbeddings == target.TieWordEmbeddings && SourceRules.KeyDifference(target, other) is null)
        {
            writer.Write(call + ",");
            return;
        }

        writer.Write(call);
        using (writer.WriteBlock(end: ","))
        {
            WriteConfig(writer, other);
        }
    }

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
