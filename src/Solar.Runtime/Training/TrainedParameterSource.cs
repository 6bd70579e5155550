using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Checkpoints;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// Gives out what the optimiser holds, so that a model can be bound to it and saved: the float32 originals of a bfloat16 run, those of
/// frozen parameters too. Nothing is copied.
/// </summary>
internal sealed class TrainedParameterSource : ParameterSource
{
    private readonly Dictionary<string, Tensor> _values;

    public TrainedParameterSource(nn.Module model, TrainedParameters parameters)
    {
        _values = model.named_parameters().ToDictionary(pair => pair.name, pair => (Tensor)pair.parameter, StringComparer.Ordinal);
        foreach ((string name, Tensor original) in parameters.FrozenOriginals)
        {
            _values[name] = original;
        }

        foreach (TrainedParameter parameter in parameters)
        {
            _values[parameter.Name] = parameter.Value;
        }
    }

    /// <inheritdoc/>
    public override Parameter Take(string name, params long[] shape)
    {
        using Tensor value = _values[name].detach();
        Parameter parameter = new(value.alias(), requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }
}
