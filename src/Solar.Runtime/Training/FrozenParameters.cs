using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Validation;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>The parameters that a run leaves as they are: they get no gradient, and no moments are kept for them.</summary>
internal sealed class FrozenParameters : IDisposable
{
    private readonly List<Parameter> _frozen = [];

    /// <summary>Freezes every parameter that no pattern names.</summary>
    /// <param name="model">The model.</param>
    /// <param name="unfrozen">Patterns of the names that are trained.</param>
    /// <param name="hasAdapters">Whether adapters are trained: then no pattern freezes all parameters, and else none.</param>
    /// <exception cref="TrainingOptionException">A pattern that names no parameter.</exception>
    public FrozenParameters(nn.Module model, IReadOnlyList<string> unfrozen, bool hasAdapters = false)
    {
        if (unfrozen.Count == 0 && !hasAdapters)
        {
            return;
        }

        (string Name, Parameter Parameter)[] all = [.. model.named_parameters()];
        foreach (string pattern in unfrozen)
        {
            if (!all.Any(entry => NamePattern.Matches(pattern, entry.Name)))
            {
                throw new TrainingOptionException(
                    nameof(TrainingOptions.UnfrozenParameters),
                    $"'{pattern}' names no parameter; they have names such as '{all[0].Name}', and * stands for any characters.");
            }
        }

        foreach ((string name, Parameter parameter) in all)
        {
            if (parameter.requires_grad && !unfrozen.Any(pattern => NamePattern.Matches(pattern, name)))
            {
                parameter.requires_grad_(false);
                _frozen.Add(parameter);
            }
        }
    }

    /// <summary>Makes them trainable again: a model in memory goes back to its caller as it was.</summary>
    public void Dispose() => _frozen.ForEach(parameter => parameter.requires_grad_(true));
}
