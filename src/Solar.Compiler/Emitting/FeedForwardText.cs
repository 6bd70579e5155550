using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The feed-forward block of a layer: its part, its call and its class. Where layers differ, each kind has a part of its own, and a layer one of them.</summary>
internal static class FeedForwardText
{
    /// <summary>The parts.</summary>
    public static IReadOnlyList<ModulePart> Parts(DecoderSpec spec)
    {
        return [.. LayerPatternText.Blocks(spec).Select(block => block switch
        {
            MixtureOfExpertsSpec => new ModulePart(spec.Layout.Experts.Name, "SparseMoe", "new SparseMoe(placement)", "The mixture of experts"),
            OwnModuleSpec own => new ModulePart(
                spec.Layout.Mlp.Name, "global::" + own.TypeName,
                $"new global::{own.TypeName}(placement, hiddenSize: HiddenSize, intermediateSize: {Literals.Code(own.IntermediateSize)})", "The feed-forward block"),
            MlpSpec mlp => new ModulePart(spec.Layout.Mlp.Name, MlpEmitter.ClassName(mlp), $"new {MlpEmitter.ClassName(mlp)}(placement)", "The feed-forward block"),
            _ => throw new System.ArgumentException($"A {block.GetType().Name} cannot be emitted."),
        })];
    }

    /// <summary>The block of an expression.</summary>
    public static string Call(DecoderSpec spec, string x)
    {
        FeedForwardSpec block = LayerPatternText.Blocks(spec)[0];
        string property = Parts(spec)[0].Property;
        return block switch
        {
            MixtureOfExpertsSpec => $"{property}.Forward({x}, attention)",
            OwnModuleSpec => $"{property}.forward({x})",
            _ => $"{property}.Forward({x})",
        };
    }

    /// <summary>The classes of the blocks.</summary>
    public static void WriteClasses(IndentedWriter writer, DecoderSpec spec)
    {
        foreach (FeedForwardSpec block in LayerPatternText.Blocks(spec))
        {
            switch (block)
            {
                case MlpSpec mlp:
                    writer.Line();
                    MlpEmitter.Write(writer, spec, mlp, spec.Layout.Mlp, MlpEmitter.ClassName(mlp));
                    break;
            }
        }
    }
}
