using System.Linq;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes <c>Bind</c>: every parameter by name and shape, typed and explicit.</summary>
internal static class BindEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        writer.Write("""
            /// <inheritdoc/>
            public void Bind(ParameterSource source)
            """);
        using (writer.WriteBlock())
        {
            foreach (TensorSpec tensor in TensorCatalog.Below(spec))
            {
                writer.Write(Statement("", "", tensor, quote: "\""));
            }

            writer.Write("for (int i = 0; i < LayerCount; i++)");
            using (writer.WriteBlock())
            {
                writer.Write($"DecoderLayer layer = Layers[i];\nstring prefix = $\"{spec.Layout.LayerPrefix}{{i}}\";\n");
                LayerTensorsText.Write(writer, spec, tensor => Statement("layer.", "{prefix}.", tensor, quote: "$\""));
            }

            writer.Line();
            foreach (TensorSpec tensor in TensorCatalog.Above(spec))
            {
                writer.Write(Statement("", "", tensor, quote: "\""));
            }
        }
    }

    // model.layers.0.self_attn.q_proj.weight is layer.SelfAttn.QProj.weight: names that people know, in C# casing.
    private static string Statement(string owner, string prefix, TensorSpec tensor, string quote)
    {
        string[] parts = tensor.Name.Split('.');
        string path = string.Join(".", parts.Take(parts.Length - 1).Select(EmittedNames.Pascal).Concat([parts[^1]])).Replace(".{e}.", "[e].");
        return $"{owner}{path} = source.Take({quote}{prefix}{tensor.Name}\", {WeightMapEmitter.Shape(tensor)});";
    }
}
