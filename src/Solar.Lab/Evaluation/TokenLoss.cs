using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation;

/// <summary>How well a model predicts given tokens.</summary>
public static class TokenLoss
{
    /// <summary>Mean over t of −log p(ids[t + 1] | ids[0..t]), in nats, computed in float32.</summary>
    /// <param name="model">The model; it is put into inference, and no gradient is kept.</param>
    /// <param name="ids">At least two token ids, the first usually BOS.</param>
    /// <exception cref="ArgumentException">There are fewer than two ids.</exception>
    public static double Mean(ICausalLanguageModel model, IReadOnlyList<int> ids) => Mean(model, ids, given: 1);

    /// <summary>Mean over t ≥ given of −log p(ids[t] | ids[0..t − 1]), in nats, computed in float32: the loss of an answer to a prompt.</summary>
    /// <param name="model">The model; it is put into inference, and no gradient is kept.</param>
    /// <param name="ids">At least two token ids, the first usually BOS.</param>
    /// <param name="given">How many ids are given and not predicted, 1 at least.</param>
    /// <exception cref="ArgumentException">There are fewer than two ids, or none to be predicted.</exception>
    public static double Mean(ICausalLanguageModel model, IReadOnlyList<int> ids, int given)
    {
        if (ids.Count < 2)
        {
            throw new ArgumentException("A loss needs at least two tokens: one to predict from and one to predict.", nameof(ids));
        }

        if (given < 1 || given >= ids.Count)
        {
            throw new ArgumentException($"Of {ids.Count} tokens, {given} cannot be given: one at least is given, and one predicted.", nameof(given));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable inference = inference_mode();

        Tensor inputIds = tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0);                        // [1, length]
        Tensor logits = model.forward(inputIds, ForwardContext.None).to(ScalarType.Float32);                // [1, length, vocab]
        Tensor predictions = logits.narrow(1, given - 1, ids.Count - given).squeeze(0);                     // [predicted, vocab]
        Tensor targets = inputIds.narrow(1, given, ids.Count - given).squeeze(0);                           // [predicted]
        return nn.functional.cross_entropy(predictions, targets).item<float>();
    }

    /// <summary>The mean of <see cref="Mean(ICausalLanguageModel, IReadOnlyList{int})"/> over several texts, each prediction counting once.</summary>
    public static double Mean(ICausalLanguageModel model, IEnumerable<IReadOnlyList<int>> texts)
    {
        double sum = 0;
        long predictions = 0;
        foreach (IReadOnlyList<int> ids in texts)
        {
            sum += Mean(model, ids) * (ids.Count - 1);
            predictions += ids.Count - 1;
        }

        return sum / predictions;
    }
}
