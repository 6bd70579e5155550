using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

public static partial class Losses
{
    /// <summary>
    /// How likely each row's answer is: the sum over its tokens of the logarithm of their probabilities. Position i is asked for label i + 1.
    /// Computed in float32 at least; prompts and padding cost no logits.
    /// </summary>
    /// <param name="hidden">Hidden states after the final norm, [rows, length, hidden].</param>
    /// <param name="head">Logits of hidden states, [n, hidden] → [n, vocabulary]; called again in the backward pass where there are many positions.</param>
    /// <param name="labels">Token ids, int64 [rows, length], not shifted; −100 where a token is not the answer's.</param>
    /// <returns>[rows], connected to <paramref name="hidden"/> even where every label is −100; 0 for a row without an answer.</returns>
    public static Tensor CompletionLogProbs(Tensor hidden, Func<Tensor, Tensor> head, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(head);
        long positions = CheckedPositions(hidden, labels);
        long batch = hidden.size(0), rows = batch * positions;
        Tensor next = labels.narrow(1, 1, positions).reshape(rows);                                          // [rows · positions]
        Tensor places = next.ne(IgnoreIndex).nonzero().reshape(-1);                                          // [targets]
        Tensor states = hidden.narrow(1, 0, positions).reshape(rows, hidden.size(2)).index_select(0, places);
        next = next.index_select(0, places);

        // As in NextToken: few rows keep their logits, and frozen states have no backward pass of their own.
        bool isPlain = places.size(0) <= PlainRows || (is_grad_enabled() && !states.requires_grad);
        Tensor logps = isPlain ? LogProbsOf(head(states), next) : ChunkedLogProbs.apply(states, head, next);
        return zeros([rows], logps.dtype, logps.device).index_copy(0, places, logps).view(batch, positions).sum(1);
    }

    /// <summary>Tokens of each row's answer: its labels that are not −100, without the first of the row.</summary>
    /// <param name="labels">Token ids, int64 [rows, length], not shifted.</param>
    /// <returns>int64 [rows].</returns>
    public static Tensor CompletionTokens(Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return labels.narrow(1, 1, labels.size(1) - 1).ne(IgnoreIndex).sum(1);
    }

    /// <summary>Logarithms of the probabilities of tokens by logits [rows, vocabulary], in float32 at least.</summary>
    internal static Tensor LogProbsOf(Tensor logits, Tensor next)
    {
        Tensor scores = logits.dtype is ScalarType.Float32 or ScalarType.Float64 ? logits : logits.to(ScalarType.Float32);
        return -nn.functional.cross_entropy(scores, next, reduction: nn.Reduction.None);
    }

    /// <summary>Positions that have a next one, of hidden states and labels that fit.</summary>
    private static long CheckedPositions(Tensor hidden, Tensor labels)
    {
        ArgumentNullException.ThrowIfNull(hidden);
        ArgumentNullException.ThrowIfNull(labels);
        return labels.size(0) == hidden.size(0) && labels.size(1) == hidden.size(1)
            ? hidden.size(1) - 1
            : throw new ArgumentException(
                FormattableString.Invariant($"Labels are [{labels.size(0)}, {labels.size(1)}] and hidden states [{hidden.size(0)}, {hidden.size(1)}, …]."), nameof(labels));
    }
}
