using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Lora;

/// <summary>
/// Low-rank adapters on the linear maps of any model, as forward hooks: the model's code and its parameters stay as they are. Without
/// them the model is what it was before, which makes it its own reference in an alignment.
/// </summary>
public sealed class LoraAdapters : IDisposable
{
    private readonly Dictionary<string, AdaptedModule> _byWeight = new(StringComparer.Ordinal);
    private readonly List<AdaptedModule> _modules = [];
    private int _off;

    /// <summary>Puts adapters on a model. Its own parameters are left as they are; freezing them is the caller's.</summary>
    /// <param name="model">The model.</param>
    /// <param name="settings">Rank, scale and targets.</param>
    /// <param name="seed">Seed of the first values of A.</param>
    /// <param name="isTrainedInFull">Whether a parameter of a name is trained itself: its module gets no adapter. Null for none.</param>
    /// <exception cref="TrainingOptionException">A target that names no linear map, or none that is left.</exception>
    public LoraAdapters(nn.Module model, LoraSettings settings, int seed, Func<string, bool>? isTrainedInFull = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(settings);
        Settings = settings;
        (string Name, nn.Module<Tensor, Tensor> Map)[] maps =
            [.. model.named_modules().Where(entry => entry.module is Linear or Conv1D).Select(entry => (entry.name, (nn.Module<Tensor, Tensor>)entry.module))];
        RequireMaps(settings, [.. maps.Select(map => map.Name)]);

        using var generator = new Generator((ulong)seed, CPU);
        using DisposeScope scope = NewDisposeScope();
        foreach ((string name, nn.Module<Tensor, Tensor> map) in maps.Where(map => settings.IsTarget(map.Name)))
        {
            if (isTrainedInFull is null || !map.named_parameters().Any(parameter => isTrainedInFull($"{name}.{parameter.name}")))
            {
                Add(new AdaptedModule(this, name, map, generator));
            }
        }

        if (_modules.Count == 0)
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.LoraTargetModules), "leaves no map that is to have an adapter: UnfrozenParameters trains all of them in full. Set LoraR to 0.");
        }
    }

    /// <summary>What they are like.</summary>
    public LoraSettings Settings { get; }

    /// <summary>The maps that have one, in the order of the model.</summary>
    public IReadOnlyList<AdaptedModule> Modules => _modules;

    /// <summary>Whether they take part in forward passes.</summary>
    public bool IsOn => _off == 0;

    /// <summary>Takes them out of forward passes until what is returned is disposed of: the model as it was before.</summary>
    public IDisposable Off()
    {
        _off++;
        return new Scope(this);
    }

    /// <summary>Every A and B with its name, as <see cref="TrainedParameters"/> and checkpoints know it.</summary>
    internal IEnumerable<(string Name, Parameter Parameter)> NamedParameters() =>
        _modules.SelectMany(module => new[] { (module.NameOfA, module.A), (module.NameOfB, module.B) });

    /// <summary>The adapter of the map whose weight this is; null where it has none.</summary>
    internal AdaptedModule? OfWeight(string name) => _byWeight.GetValueOrDefault(name);

    /// <summary>Takes them off the model and frees them.</summary>
    public void Dispose() => _modules.ForEach(module => module.Dispose());

    private void Add(AdaptedModule module)
    {
        _modules.Add(module);
        _byWeight.Add(module.WeightName, module);
    }

    private static void RequireMaps(LoraSettings settings, string[] maps)
    {
        if (settings.WithoutModule(maps).FirstOrDefault() is { } target)
        {
            throw new TrainingOptionException(
                nameof(TrainingOptions.LoraTargetModules),
                $"has '{target}', which names no linear map; they have names such as '{maps.FirstOrDefault()}', ends of names stand for all that have them, and * for any characters.");
        }
    }

    private sealed class Scope(LoraAdapters adapters) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (!_isOver)
            {
                _isOver = true;
                adapters._off--;
            }
        }
    }
}
