using Solar.Plans;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>LayerMap</c>, where numbers say everything, and <c>LayerSources</c>.</summary>
internal static class LayerMapEmitter
{
    public static void Write(IndentedWriter writer, ModelPlan plan)
    {
        if (!plan.Map.IsPlain)
        {
            writer.WriteSummary("For each layer, bottom first, what it starts from.");
            writer.Write("public static IReadOnlyList<LayerSource> LayerSources =>");
            writer.Write("[");
            foreach (string line in LayerMapText.Sources(plan.Map))
            {
                writer.Write("    " + line);
            }

            writer.Write("];");
            return;
        }

        writer.WriteSummary(plan.Source is { } source
            ? $"For each layer, bottom first, the layer of <see cref=\"{Identifiers.Reference(plan.Declaration.Name, source)}\"/> that it starts from."
            : plan.Sources.Count > 0
                ? $"For each layer, bottom first, the layer of <see cref=\"{Identifiers.Reference(plan.Declaration.Name, plan.Map.Entries[0].Source)}\"/> that it starts from."
                : "For each layer, bottom first, the layer that it starts from: itself, since this model is made from no other.");
        writer.Write("public static ReadOnlySpan<int> LayerMap =>");
        writer.Write("[");
        foreach (string line in LayerMapText.Lines(plan.Map, width: 120 - writer.Column - 4))
        {
            writer.Write("    " + line);
        }

        string of = Literals.Code(plan.Map.Entries[0].Source);
        writer.Write($$"""
            ];

            /// <summary>For each layer, bottom first, the model and the layer that it starts from.</summary>
            public static IReadOnlyList<LayerSource> LayerSources =>
                Array.ConvertAll(LayerMap.ToArray(), layer => new LayerSource({{of}}, layer));
            """);
    }
}
