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
            TensorSpec[] around = [.. TensorCatalog.Tensors(spec with { NumHiddenLayers = 0 })];
            writer.Write(Statement("", "", around[0], quote: "\""));
            writer.Write("for (int i = 0; i < LayerCount; i++)");
            using (writer.WriteBlock())
            {
                writer.Write("DecoderLayer layer = Layers[i];\nstring prefix = $\"model.layers.{i}\";\n");
                foreach (TensorSpec tensor in TensorCatalog.LayerTensors(spec))
                {
                    writer.Write(Statement("layer.", "{prefix}.", tensor, quote: "$\""));
                }
            }

            writer.Line();
            foreach (TensorSpec tensor in around.Skip(1))
            {
                writer.Write(Statement("", "", tensor, quote: "\""));
            }
        }
    }

    // model.layers.0.self_attn.q_proj.weight is layer.SelfAttn.QProj.weight: names that people know, in C# casing.
    private static string Statement(string owner, string prefix, TensorSpec tensor, string quote)
    {
        string[] parts = tensor.Name.Split('.');
        string path = string.Join(".", parts.Take(parts.Length - 1).Select(Pascal).Concat([parts[^1]]));
        return $"{owner}{path} = source.Take({quote}{prefix}{tensor.Name}\", {WeightMapEmitter.Shape(tensor)});";
    }

    private static string Pascal(string name) => string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
}
