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
                bool isMixed = LayerPatternText.HasBlocks(spec);
                LayerTensorsText.Write(
                    writer, spec, (tensor, kind) => Statement("layer.", "{prefix}.", tensor, quote: "$\"", isMixed ? kind : null, spec),
                    kind => $"layer.{FeedForwardText.Property(kind.Mlp)} is {{ }} {FeedForwardText.Variable(kind.Mlp)}");
            }

            writer.Line();
            foreach (TensorSpec tensor in TensorCatalog.Above(spec))
            {
                writer.Write(Statement("", "", tensor, quote: "\""));
            }
        }
    }

    // model.layers.0.self_attn.q_proj.weight is layer.SelfAttn.QProj.weight: names that people know, in C# casing.
    private static string Statement(string owner, string prefix, TensorSpec tensor, string quote, LayerSpec? kind = null, DecoderSpec? spec = null)
    {
        string[] parts = tensor.Name.Split('.');
        if (spec is not null && (kind ?? spec.LayerKinds[0]).Mlp is OwnModuleSpec own && tensor.Name.StartsWith(spec.Layout.Mlp.Name + ".", System.StringComparison.Ordinal))
        {
            // A module of one's own binds all of its parameters itself; the others of its lines are its first.
            string module = kind is null ? owner + EmittedNames.Pascal(spec.Layout.Mlp.Name) : FeedForwardText.Variable(own);
            return tensor.Name == $"{spec.Layout.Mlp.Name}.{own.Tensors[0].Name}" ? $"{module}.Bind(source, {quote}{prefix}{spec.Layout.Mlp.Name}\");" : "";
        }

        string path = string.Join(".", parts.Take(parts.Length - 1).Select(EmittedNames.Pascal).Concat([parts[^1]])).Replace(".{e}.", "[e].");
        if (kind is not null && parts[0] == (kind.Mlp is MixtureOfExpertsSpec ? spec!.Layout.Experts.Name : spec!.Layout.Mlp.Name))
        {
            owner = "";
            path = FeedForwardText.Variable(kind.Mlp) + path.Substring(path.IndexOf('.'));
        }

        return $"{owner}{path} = source.Take({quote}{prefix}{tensor.Name}\", {WeightMapEmitter.Shape(tensor)});";
    }
}
