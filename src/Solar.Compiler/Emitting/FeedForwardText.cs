using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The feed-forward block of a layer: its part, its call and its class. Where layers differ, each kind has a part of its own, and a layer one of them.</summary>
internal static class FeedForwardText
{
    /// <summary>The parts.</summary>
    public static IReadOnlyList<ModulePart> Parts(DecoderSpec spec)
    {
        IReadOnlyList<FeedForwardSpec> blocks = LayerPatternText.Blocks(spec);
        ModulePart[] parts = [.. blocks.Select(block => Part(spec, block))];
        return parts.Length == 1 ? parts : [.. parts.Select((part, i) => Optional(spec, part, blocks[i]))];
    }

    /// <summary>The property of a layer's block where layers differ.</summary>
    public static string Property(FeedForwardSpec block) => block is MixtureOfExpertsSpec ? "SparseMlp" : "DenseMlp";

    /// <summary>A variable that holds it.</summary>
    public static string Variable(FeedForwardSpec block) => block is MixtureOfExpertsSpec ? "sparse" : "dense";

    /// <summary>The block of an expression.</summary>
    public static string Call(DecoderSpec spec, string x)
    {
        IReadOnlyList<ModulePart> parts = Parts(spec);
        string[] calls = [.. LayerPatternText.Blocks(spec).Select((block, i) => Call(block, parts[i].Property + (i < parts.Count - 1 ? "?" : parts.Count > 1 ? "!" : ""), x))];
        return calls.Length == 1 ? calls[0] : $"({string.Join(" ?? ", calls)})";
    }

    /// <summary>The classes of the blocks.</summary>
    public static void WriteClasses(IndentedWriter writer, DecoderSpec spec)
    {
        foreach (FeedForwardSpec block in LayerPatternText.Blocks(spec).Where(block => block is not OwnMlpSpec))
        {
            writer.Line();
            switch (block)
            {
                case MixtureOfExpertsSpec mixture:
                    MixtureOfExpertsEmitter.Write(writer, spec, mixture);
                    break;
                case MlpSpec mlp:
                    MlpEmitter.Write(writer, spec, mlp, spec.Layout.Mlp, MlpEmitter.ClassName(mlp));
                    break;
            }
        }
    }

    // Both are registered by the name that the family gives to either, and each layer has one of them.
    private static ModulePart Optional(DecoderSpec spec, ModulePart part, FeedForwardSpec block) => part with
    {
        Property = Property(block),
        Type = part.Type + "?",
        Create = $"{LayerPatternText.Condition(spec, kind => kind.Mlp == block, "layer")} ? {part.Create} : null",
        Documentation = $"{part.Documentation}; null in the other layers",
    };

    private static ModulePart Part(DecoderSpec spec, FeedForwardSpec block) => block switch
    {
        MixtureOfExpertsSpec => new ModulePart(spec.Layout.Experts.Name, "SparseMoe", "new SparseMoe(placement)", "The mixture of experts"),
        OwnMlpSpec own => OwnModuleText.Part(spec, OwnComponent.Mlp, own.Module, spec.Layout.Mlp.Name, "The feed-forward block"),
        MlpSpec mlp => new ModulePart(spec.Layout.Mlp.Name, MlpEmitter.ClassName(mlp), $"new {MlpEmitter.ClassName(mlp)}(placement)", "The feed-forward block"),
        _ => throw new ArgumentException($"A {block.GetType().Name} cannot be emitted.", nameof(block)),
    };

    private static string Call(FeedForwardSpec block, string property, string x) => block switch
    {
        MixtureOfExpertsSpec => $"{property}.Forward({x}, attention)",
        OwnMlpSpec => $"{property}.call({x})",
        _ => $"{property}.Forward({x})",
    };
}
