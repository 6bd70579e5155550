using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Specs;

/// <summary>A decoder-only language model as components: what every family lowers to, and all that the emitter sees.</summary>
public sealed record DecoderSpec
{
    /// <summary>The family whose config.json it has, such as <c>llama</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Greatest number of positions.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>The kinds of layers that it has; most models have one.</summary>
    public required EquatableArray<LayerSpec> LayerKinds { get; init; }

    /// <summary>For each layer the index of its kind; empty where every layer is of the first.</summary>
    public EquatableArray<int> LayerPattern { get; init; }

    /// <summary>How a layer knows positions.</summary>
    public required PositionSpec Positions { get; init; }

    /// <summary>Every norm over the residual stream.</summary>
    public required NormSpec Norm { get; init; }

    /// <summary>How norms, blocks and the residual stream are joined.</summary>
    public ResidualSpec Residual { get; init; } = new(ResidualKind.Sequential, NormPlacement.Before);

    /// <summary>By what embeddings are multiplied; null for nothing.</summary>
    public double? EmbeddingScale { get; init; }

    /// <summary>The way from hidden states to logits.</summary>
    public required HeadSpec Head { get; init; }

    /// <summary>What the tensors of its checkpoints are called and how they are laid out.</summary>
    public required CheckpointLayout Layout { get; init; }

    /// <summary>Standard deviation of freshly initialised matrices.</summary>
    public required double InitializerRange { get; init; }

    /// <summary>The declared data type; null takes that of the checkpoint, and float32 for fresh weights.</summary>
    public Dtype? Dtype { get; init; }

    /// <summary>The family's config with every written key, from which the output config.json is made.</summary>
    public required ConfigValues Config { get; init; }

    /// <summary>Self-attention of the first kind of layer; kinds differ in the window alone.</summary>
    public AttentionSpec Attention => LayerKinds[0].Attention;

    /// <summary>Rotary positions; null where it has others.</summary>
    public RotaryEmbeddingSpec? RotaryEmbedding => Positions as RotaryEmbeddingSpec;

    /// <summary>Whether the head is the embedding.</summary>
    public bool TieWordEmbeddings => Head.IsTied;

    /// <summary>Whether all layers are of one kind.</summary>
    public bool IsUniform => LayerKinds.Count == 1;

    /// <summary>The modules of the user's own, each once.</summary>
    public IEnumerable<OwnModuleSpec> OwnModules =>
        LayerKinds.Select(kind => kind.Attention.Module).Concat(LayerKinds.Select(kind => (kind.Mlp as OwnMlpSpec)?.Module)).Append(Norm.Module)
            .OfType<OwnModuleSpec>().Distinct();

    /// <summary>The index of a layer's kind.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public int KindOf(int layer) => layer < LayerPattern.Count ? LayerPattern[layer] : 0;

    /// <summary>What a layer is made of.</summary>
    /// <param name="layer">The layer, from 0.</param>
    public LayerSpec LayerAt(int layer) => LayerKinds[KindOf(layer)];

    /// <summary>
    /// The same model made of other layers, each with its own kind: what belongs to a layer, such as Gemma 2's window, goes with the layer
    /// and not with its place. The config has the new depth, and the new pattern where the family can write it.
    /// </summary>
    /// <param name="layers">The layers, bottom first.</param>
    public DecoderSpec WithLayers(IReadOnlyList<LayerSpec> layers)
    {
        LayerSpec[] kinds = [.. LayerKinds.Where(layers.Contains).Concat(layers).Distinct()];
        DecoderSpec deeper = this with
        {
            NumHiddenLayers = layers.Count,
            LayerKinds = (kinds.Length == 0 ? [.. LayerKinds] : kinds).ToEquatableArray(),
            LayerPattern = kinds.Length > 1 ? layers.Select(layer => Array.IndexOf(kinds, layer)).ToEquatableArray() : default,
        };
        return Families.Family.Find(Family) is { } family ? deeper with { Config = family.WithLayers(Config, deeper) } : deeper;
    }
}

/// <summary>One decoder layer.</summary>
/// <param name="Attention">Its self-attention.</param>
/// <param name="Mlp">Its feed-forward block.</param>
public sealed record LayerSpec(AttentionSpec Attention, FeedForwardSpec Mlp);

/// <summary>The language-model head.</summary>
/// <param name="IsTied">Whether it is the embedding.</param>
/// <param name="Bias">Whether it has a bias.</param>
/// <param name="SoftCap">Logits are cap · tanh(logits / cap); null for not at all.</param>
public sealed record HeadSpec(bool IsTied, bool Bias = false, double? SoftCap = null);
