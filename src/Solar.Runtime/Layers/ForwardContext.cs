using System;
using System.Collections.Generic;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>What a forward pass may have beside its token ids. Tensors in it belong to the caller.</summary>
public sealed record ForwardContext
{
    /// <summary>Whole sequences without padding, no cache, all layers.</summary>
    public static ForwardContext None { get; } = new();

    /// <summary>1 or true for a real token, 0 or false for padding on either side; int64 or bool [batch, past + length]; null for no padding.</summary>
    public Tensor? AttentionMask { get; init; }

    /// <summary>Position of each token, int64 [batch, length]; null counts the real tokens of the mask, or goes on after the cache.</summary>
    public Tensor? Positions { get; init; }

    /// <summary>
    /// Which document of its row each token belongs to, int64 [batch, length]: a token sees those of its own document alone, as if each were a row.
    /// Positions do not begin anew by themselves: give <see cref="Positions"/> too. Null for one document a row; not together with a cache.
    /// </summary>
    public Tensor? DocumentIds { get; init; }

    /// <summary>Keys and values of the tokens before; the pass adds its own. Null for none.</summary>
    public KeyValueCache? Cache { get; init; }

    /// <summary>Run these layers in this order, for a search over layer maps; null for all, bottom first.</summary>
    public IReadOnlyList<int>? LayerOrder { get; init; }

    /// <summary>
    /// Called with (0, embeddings), (i, output of the i-th layer that ran) and last (n, hidden states after the final norm).
    /// The tensors belong to whoever is called.
    /// </summary>
    public Action<int, Tensor>? OnHidden { get; init; }

    /// <summary>Collects the router logits of layers with experts; null where nobody asks for them, which costs nothing.</summary>
    public RouterLog? Routers { get; init; }

    /// <summary>
    /// Whether layers keep their input alone and are computed again in the backward pass: memory grows by [batch, length, hidden] a layer, and a
    /// step has a forward pass more. Gradients are the same, bit by bit; a graph so made has one backward pass. Without effect where no gradient is recorded.
    /// </summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>The layers that this pass runs, in order.</summary>
    /// <typeparam name="TLayer">The decoder layer.</typeparam>
    /// <param name="layers">All layers of the model, bottom first.</param>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="LayerOrder"/> names a layer that the model does not have.</exception>
    public IList<TLayer> Order<TLayer>(ModuleList<TLayer> layers) where TLayer : nn.Module
    {
        ArgumentNullException.ThrowIfNull(layers);
        IReadOnlyList<int>? order = LayerOrder;
        if (order is null)
        {
            return layers;
        }

        TLayer[] chosen = new TLayer[order.Count];
        for (int i = 0; i < chosen.Length; i++)
        {
            int layer = order[i];
            if (layer < 0 || layer >= layers.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(layers), layer, $"LayerOrder[{i}] is {layer}, the model has layers 0 to {layers.Count - 1}");
            }

            chosen[i] = layers[layer];
        }

        return chosen;
    }

    /// <summary>Runs a layer, and keeps for the backward pass what <see cref="GradientCheckpointing"/> says.</summary>
    /// <param name="layer">The layer's forward pass.</param>
    /// <param name="x">Hidden states [batch, length, hidden].</param>
    /// <param name="attention">What the layers of this pass share.</param>
    /// <param name="depth">Number of layers that ran before.</param>
    /// <returns>The layer's output, [batch, length, hidden].</returns>
    public Tensor Run(Func<Tensor, AttentionInputs, int, Tensor> layer, Tensor x, AttentionInputs attention, int depth)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(attention);

        // An input without gradient: layers that keep nothing anyway, since they are frozen, and one above them, the first that is trained,
        // whose parameters a function of its input would leave out.
        bool isKept = !GradientCheckpointing || Cache is not null || !x.requires_grad || !is_grad_enabled();
        return isKept ? layer(x, attention, depth) : ActivationCheckpoint.Run(layer, x, attention, depth);
    }

    /// <summary>Shows hidden states to <see cref="OnHidden"/>, where there is one.</summary>
    /// <param name="index">Number of layers that ran before.</param>
    /// <param name="hidden">Hidden states [batch, length, hidden].</param>
    public void Probe(int index, Tensor hidden)
    {
        // A handle of its own: the model frees its own as soon as the next layer has read it.
        OnHidden?.Invoke(index, hidden.alias());
    }
}
