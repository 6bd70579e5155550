using System;
using System.Collections.Generic;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>What a feed-forward block of several experts does beside its matrix products.</summary>
public static class MixtureOfExperts
{
    /// <summary>For each token the experts that it is sent to, and how much each counts.</summary>
    /// <remarks>As in transformers: probabilities are computed in float32 and rounded to the logits' type at the end.</remarks>
    /// <param name="logits">Router logits [tokens, experts].</param>
    /// <param name="expertsPerToken">Number of experts that a token is sent to.</param>
    /// <param name="normalize">Whether the weights of the chosen are made to sum to one (<c>norm_topk_prob</c>; Mixtral always does).</param>
    /// <returns>Weights of the logits' type and experts as int64, both [tokens, expertsPerToken], the likeliest first.</returns>
    public static (Tensor Weights, Tensor Experts) Route(Tensor logits, int expertsPerToken, bool normalize)
    {
        ArgumentNullException.ThrowIfNull(logits);
        using DisposeScope scope = NewDisposeScope();
        Tensor probabilities = logits.softmax(-1, ScalarType.Float32);
        (Tensor weights, Tensor experts) = probabilities.topk(expertsPerToken, -1);
        if (normalize)
        {
            weights = weights / weights.sum(-1, keepdim: true);
        }

        return (weights.to(logits.dtype).MoveToOuterDisposeScope(), experts.MoveToOuterDisposeScope());
    }

    /// <summary>Sends each token to its experts and sums what they return by their weights.</summary>
    /// <remarks>
    /// Tokens are grouped, so that an expert is called once with all that chose it: cost follows the number of choices, not of experts.
    /// An expert that nobody chose is not called, except with no tokens while gradients are recorded: then it has a gradient of zero,
    /// as in the reference, and an optimiser's decay reaches it.
    /// </remarks>
    /// <param name="tokens">[tokens, hidden].</param>
    /// <param name="weights">How much each choice counts, [tokens, expertsPerToken]; from <see cref="Route"/>.</param>
    /// <param name="chosen">The experts of each token, int64 [tokens, expertsPerToken]; from <see cref="Route"/>.</param>
    /// <param name="experts">Number of experts.</param>
    /// <param name="expert">Runs expert i on [n, hidden].</param>
    /// <returns>[tokens, hidden].</returns>
    public static Tensor Dispatch(Tensor tokens, Tensor weights, Tensor chosen, int experts, Func<int, Tensor, Tensor> expert)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(chosen);
        ArgumentNullException.ThrowIfNull(expert);

        using DisposeScope scope = NewDisposeScope();
        long perToken = chosen.size(1);
        Tensor choices = chosen.reshape(-1);                                               // choice c is of token c / perToken
        (_, Tensor order) = choices.sort(0, descending: false, stable: true);              // choices, expert by expert
        long[] counts = choices.bincount(null, experts).to(CPU).data<long>().ToArray();    // on an accelerator the one time that it is waited for

        Tensor[] groups = tokens.index_select(0, order.div(perToken, RoundingMode.floor)).split(counts);
        Tensor outputs = cat(Run(groups, expert, callsAll: is_grad_enabled()), dim: 0);    // [choices, hidden], in that order

        Tensor place = empty_like(order);                                                  // where each choice went
        place.scatter_(0, order, arange(order.size(0), device: order.device));
        Tensor returned = outputs.index_select(0, place).view(-1, perToken, outputs.size(1));
        return weights.unsqueeze(1).matmul(returned).squeeze(1).MoveToOuterDisposeScope();
    }

    private static List<Tensor> Run(Tensor[] groups, Func<int, Tensor, Tensor> expert, bool callsAll)
    {
        List<Tensor> outputs = [];
        for (int i = 0; i < groups.Length; i++)
        {
            if (callsAll || groups[i].size(0) > 0)
            {
                using DisposeScope scope = NewDisposeScope();
                outputs.Add(expert(i, groups[i]).MoveToOuterDisposeScope());
            }
        }

        return outputs;
    }
}
