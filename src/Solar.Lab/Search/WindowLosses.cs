using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Lab.Search;

/// <summary>How well a model predicts pieces of text, its layers run in some order.</summary>
/// <param name="Sums">For each piece, the sum of −log p over its predicted tokens, in nats.</param>
/// <param name="Counts">For each piece, the number of predicted tokens.</param>
public sealed record WindowLosses(IReadOnlyList<double> Sums, IReadOnlyList<int> Counts)
{
    /// <summary>Mean of −log p over all predicted tokens, in nats.</summary>
    public double Mean => Sums.Sum() / Counts.Sum();

    /// <summary>Runs a model over pieces of text; logits are computed in float32 and summed in float64.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="model">The model; no gradient is kept, and it is in evaluation mode afterwards.</param>
    /// <param name="windows">Token ids, two at least in each.</param>
    /// <param name="order">The layers that are run, in order; null for all, bottom first.</param>
    /// <param name="onWindow">Called after each piece.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public static WindowLosses Of<TModel>(
        TModel model, IReadOnlyList<IReadOnlyList<int>> windows, IReadOnlyList<int>? order, Action? onWindow = null, CancellationToken cancellationToken = default)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(windows);
        model.eval();
        var context = new ForwardContext { LayerOrder = order };
        Device device = model.parameters().FirstOrDefault()?.device ?? CPU;
        double[] sums = new double[windows.Count];
        for (int i = 0; i < sums.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sums[i] = Sum(model, windows[i], context, device);
            onWindow?.Invoke();
        }

        return new WindowLosses(sums, [.. windows.Select(window => window.Count - 1)]);
    }

    /// <summary>
    /// By how much this mean is above another's over the same pieces, and the standard error of that: of the ratio of the pieces' differences to their
    /// lengths, which is less than those of the two means put together, since a hard piece is hard for both.
    /// </summary>
    /// <param name="other">Losses of the same pieces.</param>
    /// <returns>The difference in nats, and its error; NaN of a single piece.</returns>
    /// <exception cref="ArgumentException">They are not of the same pieces.</exception>
    public (double Mean, double StandardError) Above(WindowLosses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Counts.SequenceEqual(other.Counts))
        {
            throw new ArgumentException("Only losses of the same pieces can be compared.", nameof(other));
        }

        double tokens = Counts.Sum(), mean = Sums.Zip(other.Sums, (mine, theirs) => mine - theirs).Sum() / tokens;
        double squares = Enumerable.Range(0, Counts.Count).Sum(i => Math.Pow(Sums[i] - other.Sums[i] - (mean * Counts[i]), 2));
        return (mean, Math.Sqrt(squares * Counts.Count / (Counts.Count - 1.0)) / tokens);
    }

    private static double Sum<TModel>(TModel model, IReadOnlyList<int> ids, ForwardContext context, Device device)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        using var scope = NewDisposeScope();
        using IDisposable noGrad = no_grad();
        Tensor inputIds = tensor(ids.Select(id => (long)id).ToArray(), device: device).unsqueeze(0);                         // [1, length]
        Tensor logits = model.forward(inputIds, context).narrow(1, 0, ids.Count - 1).squeeze(0).to(ScalarType.Float32);      // [predicted, vocabulary]
        Tensor targets = inputIds.narrow(1, 1, ids.Count - 1).squeeze(0);                                                    // [predicted]
        return nn.functional.cross_entropy(logits, targets, reduction: nn.Reduction.None).to(ScalarType.Float64).sum().item<double>();
    }
}
