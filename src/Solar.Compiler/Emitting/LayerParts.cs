using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The parts of a decoder layer, and how its forward pass calls them.</summary>
internal sealed class LayerParts
{
    private readonly DecoderSpec _spec;
    private readonly ModulePart _attention;
    private readonly IReadOnlyList<ModulePart> _blocks;

    private LayerParts(DecoderSpec spec)
    {
        _spec = spec;
        NormNames norms = spec.Layout.Norms;
        NormPlacement placement = spec.Residual.Norms;
        bool sequential = spec.Residual.Kind == ResidualKind.Sequential;
        bool shared = spec.Residual.Kind == ResidualKind.ParallelSharedNorm;
        if (placement != NormPlacement.After)
        {
            BeforeAttention = Norm(norms.BeforeAttention, shared ? "The norm before both blocks" : "The norm before attention");
            BeforeMlp = shared ? null : Norm(norms.BeforeMlp, !sequential || placement == NormPlacement.Sandwich
                ? "The norm before the feed-forward block"
                : "The norm between attention and feed-forward block");
        }

        if (placement != NormPlacement.Before)
        {
            AfterAttention = Norm(norms.AfterAttention, "The norm after attention");
            AfterMlp = Norm(norms.AfterMlp, "The norm after the feed-forward block");
        }

        bool windows = LayerPatternText.HasWindows(spec);
        string window = windows ? $", slidingWindow: {LayerPatternText.Window(spec, "layer")}" : "";
        _attention = spec.Attention.Module is { } own
            ? OwnModuleText.Part(spec, OwnComponent.Attention, own, spec.Layout.Attention.Name, "Self-attention")
            : new ModulePart(spec.Layout.Attention.Name, "Attention", $"new Attention(placement{window})", "Self-attention");
        _blocks = FeedForwardText.Parts(spec);
        Parameters = windows || _blocks.Count > 1 ? ", int layer" : "";
    }

    public static LayerParts Of(DecoderSpec spec) => new(spec);

    /// <summary>What the constructor takes beside the placement.</summary>
    public string Parameters { get; }

    /// <summary>Whether layers have feed-forward blocks of several kinds.</summary>
    public bool HasSeveralBlocks => _blocks.Count > 1;

    /// <summary>The norm before attention, or before both blocks.</summary>
    public ModulePart? BeforeAttention { get; }

    /// <summary>The norm after attention.</summary>
    public ModulePart? AfterAttention { get; }

    /// <summary>The norm before the feed-forward block.</summary>
    public ModulePart? BeforeMlp { get; }

    /// <summary>The norm after the feed-forward block.</summary>
    public ModulePart? AfterMlp { get; }

    /// <summary>All of them in the order in which the forward pass comes to them.</summary>
    public IReadOnlyList<ModulePart> InOrder => _spec.Residual.Kind == ResidualKind.Parallel
        ? [BeforeAttention!, BeforeMlp!, _attention, .. _blocks]
        : [.. Some(BeforeAttention), _attention, .. Some(AfterAttention), .. Some(BeforeMlp), .. _blocks, .. Some(AfterMlp)];

    /// <summary>Attention of an expression.</summary>
    public string Attend(string x) => $"{_attention.Property}.{(_spec.Attention.Module is null ? "Forward" : "forward")}({x}, attention, depth)";

    /// <summary>The feed-forward block of an expression.</summary>
    public string FeedForward(string x) => FeedForwardText.Call(_spec, x);

    private ModulePart Norm(string name, string documentation) => NormText.Part(_spec, name, documentation);

    private static IEnumerable<ModulePart> Some(ModulePart? part) => part is null ? [] : new[] { part }.AsEnumerable();
}
