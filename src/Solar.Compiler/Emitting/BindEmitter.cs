using System;
using System.Collections.Generic;
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
                writer.Write(Around(spec, tensor));
            }

            writer.Write("for (int i = 0; i < LayerCount; i++)");
            using (writer.WriteBlock())
            {
                writer.Write($"DecoderLayer layer = Layers[i];\nstring prefix = $\"{spec.Layout.LayerPrefix}{{i}}\";\n");
                bool isMixed = LayerPatternText.HasBlocks(spec);
                LayerTensorsText.Write(
                    writer, spec, (tensor, kind) => Within(spec, kind, isMixed, tensor),
                    kind => $"layer.{FeedForwardText.Property(kind.Mlp)} is {{ }} {FeedForwardText.Variable(kind.Mlp)}");
            }

            writer.Line();
            foreach (TensorSpec tensor in TensorCatalog.Above(spec))
            {
                if (Around(spec, tensor) is { Length: > 0 } statement)
                {
                    writer.Write(statement);
                }
            }
        }
    }

    // The tensors around the layers.
    private static string Around(DecoderSpec spec, TensorSpec tensor)
    {
        string norm = $"{spec.Layout.Backbone}.{spec.Layout.FinalNorm}";
        return Statement(tensor, "\"", Member, spec.Norm.Module is { } own ? [(norm, own)] : []);
    }

    // Those of a layer. Where layers differ in their block, it is at hand as a variable.
    private static string Within(DecoderSpec spec, LayerSpec kind, bool isMixed, TensorSpec tensor)
    {
        string block = kind.Mlp is MixtureOfExpertsSpec ? spec.Layout.Experts.Name : spec.Layout.Mlp.Name;
        return Statement(
            tensor, "$\"{prefix}.",
            name => isMixed && name.Split('.')[0] == block ? FeedForwardText.Variable(kind.Mlp) + Member(name).Substring(Member(block).Length) : "layer." + Member(name),
            OwnModuleText.OfLayer(spec, kind));
    }

    // A module of one's own binds all of its parameters itself: one line where the first of them stands, none for the others.
    private static string Statement(TensorSpec tensor, string open, Func<string, string> member, IEnumerable<(string Name, OwnModuleSpec Module)> modules)
    {
        (string name, OwnModuleSpec? own) = modules.FirstOrDefault(module => tensor.Name.StartsWith(module.Name + ".", StringComparison.Ordinal));
        if (own is null)
        {
            string[] parts = tensor.Name.Split('.');
            return $"{member(string.Join(".", parts.Take(parts.Length - 1)))}.{parts[^1]} = source.Take({open}{tensor.Name}\", {WeightMapEmitter.Shape(tensor)});";
        }

        return tensor.Name == $"{name}.{own.Tensors[0].Name}" ? $"{member(name)}.Bind(source, {open}{name}\");" : "";
    }

    // self_attn.q_proj is SelfAttn.QProj: names that people know, in C# casing.
    private static string Member(string name) => string.Join(".", name.Split('.').Select(part => part == "{e}" ? part : EmittedNames.Pascal(part))).Replace(".{e}", "[e]");
}
