using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Native;
using Solar.Runtime.Training.Lora;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The parameters that a run trains, tied ones once, in the order of the model.</summary>
public sealed class TrainedParameters : IReadOnlyList<TrainedParameter>, IDisposable
{
    // torch.nn.utils.clip_grad_norm_ adds this before it divides.
    private const float ClipEpsilon = 1e-6f;

    private readonly List<TrainedParameter> _parameters = [];
    private readonly Dictionary<string, Tensor> _frozen = new(StringComparer.Ordinal);

    /// <summary>Every parameter of a model that requires a gradient, and then the factors of its adapters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="masters">
    /// For a bfloat16 or float16 model the float32 originals, by name, which this takes over; null to make them from the model's own values.
    /// </param>
    /// <param name="adapters">Adapters on the model; null for none.</param>
    public TrainedParameters(nn.Module model, IReadOnlyDictionary<string, Tensor>? masters = null, LoraAdapters? adapters = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        FreedMemory.Keep();
        Adapters = adapters;
        foreach ((string name, TorchSharp.Modules.Parameter weight) in model.named_parameters())
        {
            if (weight.requires_grad)
            {
                _parameters.Add(new TrainedParameter(name, weight, IsNarrow(weight) ? masters?[name] ?? Widen(weight) : null));
            }
            else if (masters?.GetValueOrDefault(name) is Tensor original)
            {
                _frozen[name] = original;
            }
        }

        foreach ((string name, TorchSharp.Modules.Parameter factor) in adapters?.NamedParameters() ?? [])
        {
            _parameters.Add(new TrainedParameter(name, factor, IsNarrow(factor) ? Widen(factor) : null, isAdapter: true));
        }
    }

    /// <inheritdoc/>
    public int Count => _parameters.Count;

    /// <inheritdoc/>
    public TrainedParameter this[int index] => _parameters[index];

    /// <summary>The adapters on the model; null where there are none.</summary>
    internal LoraAdapters? Adapters { get; }

    /// <summary>Float32 originals of the parameters that are not trained, by name, so that they are written as they were read.</summary>
    internal IReadOnlyDictionary<string, Tensor> FrozenOriginals => _frozen;

    /// <summary>Called with every norm before anything is changed; it throws where the norm is not finite.</summary>
    internal Action<double>? OnNorm { get; set; }

    /// <summary>Scales all gradients down where their common norm exceeds <paramref name="maxNorm"/>, as <c>clip_grad_norm_</c> does.</summary>
    /// <param name="maxNorm">The greatest norm; 0 for none.</param>
    /// <returns>The norm before clipping. Reading it is the one time that a step waits for the device.</returns>
    public double ClipGradNorm(double maxNorm)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor[] gradients = [.. _parameters.Select(parameter => parameter.Gradient).OfType<Tensor>()];
            if (gradients.Length == 0)
            {
                return 0;
            }

            float norm = stack(gradients.Select(gradient => gradient.norm())).norm().to(ScalarType.Float32).item<float>();
            OnNorm?.Invoke(norm);
            float scale = (float)maxNorm / (norm + ClipEpsilon);
            if (maxNorm > 0 && scale < 1)
            {
                foreach (Tensor gradient in gradients)
                {
                    gradient.mul_(scale);
                }
            }

            return norm;
        }
    }

    /// <summary>After a backward pass of a bfloat16 model: adds its gradients to the float32 sums.</summary>
    public void Gather()
    {
        using (no_grad())
        {
            _parameters.ForEach(parameter => parameter.Gather());
        }
    }

    /// <summary>Rounds every float32 original into the model's parameter.</summary>
    internal void Publish()
    {
        using (no_grad())
        {
            _parameters.ForEach(parameter => parameter.Publish());
        }
    }

    /// <summary>Clears every gradient.</summary>
    public void ZeroGrad() => _parameters.ForEach(parameter => parameter.ClearGradient());

    /// <inheritdoc/>
    public IEnumerator<TrainedParameter> GetEnumerator() => _parameters.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees gradients and float32 originals; the model stays.</summary>
    public void Dispose()
    {
        _parameters.ForEach(parameter => parameter.Dispose());
        foreach (Tensor original in _frozen.Values)
        {
            original.Dispose();
        }
    }

    private static bool IsNarrow(Tensor weight) => weight.dtype is ScalarType.BFloat16 or ScalarType.Float16;

    private static Tensor Widen(Tensor weight)
    {
        using (no_grad())
        {
            return weight.detach().to(ScalarType.Float32);
        }
    }
}
