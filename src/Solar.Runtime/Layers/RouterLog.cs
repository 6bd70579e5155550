using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>
/// Collects what the routers of a pass say, layer by layer, where somebody asks (<see cref="ForwardContext.Routers"/>): for the
/// load-balancing loss, or to see which experts are used.
/// </summary>
public sealed class RouterLog : IDisposable
{
    private readonly List<Tensor> _logits = [];

    /// <summary>For each layer with experts that ran, in order: router logits [batch · length, experts], with their gradient.</summary>
    public IReadOnlyList<Tensor> Logits => _logits;

    /// <summary>Called by a layer with experts.</summary>
    /// <param name="logits">Router logits [batch · length, experts].</param>
    public void Add(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);

        // A handle of its own, which outlives the layer's dispose scope.
        _logits.Add(logits.alias().DetachFromDisposeScope());
    }

    /// <summary>
    /// The auxiliary loss that keeps experts evenly loaded: experts · Σ (share of choices that fell on an expert · its mean probability),
    /// over the tokens of all layers together; the number of experts per token where they are even.
    /// </summary>
    /// <remarks>
    /// Fedus, Zoph and Shazeer, "Switch Transformers" (2021), equations 4 to 6, as in transformers' <c>load_balancing_loss_func</c>:
    /// shares are taken for each of the choices apart and summed. Add it to the loss times <c>router_aux_loss_coef</c>.
    /// </remarks>
    /// <param name="expertsPerToken">Number of experts that a token is sent to.</param>
    /// <param name="attentionMask">1 for a real token, 0 for padding, which is not counted; int64 or bool [batch, length]; null for no padding.</param>
    /// <returns>A scalar, in float32; it belongs to the caller.</returns>
    /// <exception cref="InvalidOperationException">No layer has reported.</exception>
    /// <exception cref="ArgumentException">The mask does not fit what was reported.</exception>
    public Tensor LoadBalancingLoss(int expertsPerToken, Tensor? attentionMask = null)
    {
        if (_logits.Count == 0)
        {
            throw new InvalidOperationException(
                "no router has reported: give the pass this log as ForwardContext.Routers, of a model with a mixture of experts");
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor logits = cat(_logits, dim: 0);                                              // [layers · batch · length, experts]
        long experts = logits.size(1);
        Tensor probabilities = logits.softmax(-1, ScalarType.Float32);
        (_, Tensor chosen) = probabilities.detach().topk(expertsPerToken, -1);             // [tokens, expertsPerToken]
        Tensor choices = nn.functional.one_hot(chosen, experts).to(ScalarType.Float32);    // [tokens, expertsPerToken, experts]

        Tensor tokens = Counted(attentionMask, logits);                                    // [tokens, 1], 1 where counted
        Tensor count = tokens.sum();
        Tensor shares = (choices * tokens.unsqueeze(-1)).sum([0]) / count;                   // [expertsPerToken, experts]
        Tensor means = (probabilities * tokens).sum([0]) / count;                            // [experts]
        return ((shares * means).sum() * experts).MoveToOuterDisposeScope();
    }

    /// <summary>Forgets what was reported, for the next pass.</summary>
    public void Clear()
    {
        foreach (Tensor logits in _logits)
        {
            logits.Dispose();
        }

        _logits.Clear();
    }

    /// <summary>Frees what was reported.</summary>
    public void Dispose() => Clear();

    private Tensor Counted(Tensor? mask, Tensor logits)
    {
        if (mask is null)
        {
            return ones(logits.size(0), 1, device: logits.device);
        }

        if (mask.numel() != _logits[0].size(0))
        {
            throw new ArgumentException(
                $"the attention mask is [{string.Join(", ", mask.shape)}], the routers have seen {_logits[0].size(0)} tokens", nameof(mask));
        }

        return mask.to(ScalarType.Float32, logits.device).reshape(1, -1).expand(_logits.Count, -1).reshape(-1, 1);
    }
}
