using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Modules of the user's own in emitted code.</summary>
internal static class OwnModuleText
{
    private const int OnOneLine = 3;

    /// <summary>A module of one's own as a part of another.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="component">What it stands in for.</param>
    /// <param name="module">The module.</param>
    /// <param name="name">Its name in checkpoints.</param>
    /// <param name="documentation">What hovering shows.</param>
    public static ModulePart Part(DecoderSpec spec, OwnComponent component, OwnModuleSpec module, string name, string documentation)
    {
        string type = "global::" + Identifiers.Escape(module.TypeName);
        string sizes = string.Concat(component.Sizes.Select(size => $", {size.Name}: {Value(spec, size.Name)}"));
        return new ModulePart(name, type, Checked($"new {type}(placement{sizes})", module), documentation);
    }

    /// <summary>The modules of a layer, each with its name in checkpoints.</summary>
    public static IEnumerable<(string Name, OwnModuleSpec Module)> OfLayer(DecoderSpec spec, LayerSpec layer)
    {
        if (layer.Attention.Module is { } attention)
        {
            yield return (spec.Layout.Attention.Name, attention);
        }

        if (layer.Mlp is OwnMlpSpec { Module: var mlp })
        {
            yield return (spec.Layout.Mlp.Name, mlp);
        }

        NormNames norms = spec.Layout.Norms;
        if (spec.Norm.Module is { } norm)
        {
            foreach (string name in new[] { norms.BeforeAttention, norms.AfterAttention, norms.BeforeMlp, norms.AfterMlp })
            {
                yield return (name, norm);
            }
        }
    }

    // Its parameters are compared with the declared ones where it is made: all that is known of a checkpoint stands on them.
    private static string Checked(string made, OwnModuleSpec module)
    {
        string[] tensors = [.. module.Tensors.Select(tensor => $"new(\"{tensor.Name}\", {string.Join(", ", tensor.Shape.Select(Literals.Code))})")];
        string list = tensors.Length <= OnOneLine
            ? $"[{string.Join(", ", tensors)}]"
            : "[\n" + string.Concat(tensors.Select(tensor => $"        {tensor},\n")) + "    ]";
        return $"OwnModule.Checked(\n    {made},\n    {list})";
    }

    private static string Value(DecoderSpec spec, string size) => size switch
    {
        "hiddenSize" => "HiddenSize",
        "intermediateSize" => Literals.Code(spec.LayerKinds.Select(kind => kind.Mlp).OfType<OwnMlpSpec>().First().IntermediateSize),
        "numAttentionHeads" => Literals.Code(spec.Attention.NumAttentionHeads),
        "numKeyValueHeads" => Literals.Code(spec.Attention.NumKeyValueHeads),
        "headDim" => Literals.Code(spec.Attention.HeadDim),
        "slidingWindow" => LayerPatternText.Window(spec, "layer"),
        "eps" => NormText.EpsName(spec.Norm),
        _ => throw new ArgumentException($"'{size}' is no size of a module.", nameof(size)),
    };
}
