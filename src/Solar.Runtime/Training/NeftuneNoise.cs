using System;
using System.Linq;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Noise on the embeddings of tokens in training mode: Jain et al., "NEFTune: Noisy Embeddings Improve Instruction Finetuning" (2023), with the formula
/// of transformers' <c>neftune_noise_alpha</c>. Evaluation, generation and what is saved have none. It is drawn from the run's generator, so that a run that
/// is gone on with has the noise of one that was never interrupted.
/// </summary>
public sealed class NeftuneNoise : IDisposable
{
    private readonly double _alpha;
    private readonly Action _removeHook;

    /// <summary>Puts noise on the embedding of a model's tokens: the first that it has.</summary>
    /// <param name="model">The model.</param>
    /// <param name="alpha">α: each element gets noise from U(−m, m) with m = α / √(length · hidden), padding counting as length.</param>
    /// <exception cref="ArgumentException">The model has no embedding.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not above 0.</exception>
    public NeftuneNoise(nn.Module model, double alpha)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        Embedding embedding = model.modules().OfType<Embedding>().FirstOrDefault()
            ?? throw new ArgumentException("The model has no embedding to put noise on.", nameof(model));
        _alpha = alpha;
        var hook = embedding.register_forward_hook((self, _, output) => Add(self, output));
        _removeHook = hook.remove;
    }

    /// <summary>Takes it off.</summary>
    public void Dispose() => _removeHook();

    // [batch, length, hidden]; no backward pass reads what an embedding gave.
    private Tensor Add(nn.Module embedding, Tensor output)
    {
        if (embedding.training)
        {
            double most = _alpha / Math.Sqrt(output.size(1) * output.size(2));
            using DisposeScope scope = NewDisposeScope();
            using Generator generator = DrawnGenerator.On(output.device);
            output.add_(empty_like(output).uniform_(-most, most, generator));
        }

        return output;
    }
}
