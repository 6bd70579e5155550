using System;
using System.Collections.Generic;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The answers of one forward pass: all better ones and then all worse ones; of single answers (kto) each once.</summary>
public sealed class PreferenceMicroBatch : IDisposable
{
    internal PreferenceMicroBatch(PreferenceBatch batch, Tensor inputIds, Tensor labels, IReadOnlyList<int> rows)
    {
        Batch = batch;
        InputIds = inputIds;
        Labels = labels;
        Rows = rows;
        Tokens = Losses.CompletionTokens(labels);
    }

    /// <summary>Token ids, int64 [answers, length]: prompt, answer, padding.</summary>
    public Tensor InputIds { get; }

    /// <summary>The ids of the answers, int64 [answers, length]; −100 for prompts and padding.</summary>
    public Tensor Labels { get; }

    /// <summary>Number of tokens of each answer, int64 [answers].</summary>
    public Tensor Tokens { get; }

    /// <summary>What the forward pass has beside the ids. Padding stands at the end, where being causal hides it.</summary>
    public ForwardContext Context => Batch.Context;

    /// <summary>The reference's log-probability of each answer, float32 [answers]; null for objectives without a reference.</summary>
    public Tensor? Reference { get; init; }

    /// <summary>Of single answers: which are wanted, bool [answers]; null for pairs.</summary>
    public Tensor? IsDesirable { get; init; }

    /// <summary>Of single answers: the prompts with answers that do not belong to them; null for pairs.</summary>
    public PreferenceMicroBatch? Mismatched { get; init; }

    /// <summary>Which rows of the data these are.</summary>
    public IReadOnlyList<int> Rows { get; }

    /// <summary>The step that it is a part of.</summary>
    internal PreferenceBatch Batch { get; }

    /// <summary>Frees the tensors; the loop over a <see cref="PreferenceBatch"/> does it.</summary>
    public void Dispose()
    {
        InputIds.Dispose();
        Labels.Dispose();
        Tokens.Dispose();
        Reference?.Dispose();
        IsDesirable?.Dispose();
        Mismatched?.Dispose();
    }
}
