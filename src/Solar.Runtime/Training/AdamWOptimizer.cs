using System;
using System.Collections.Generic;
using System.Linq;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// AdamW with decoupled weight decay (Loshchilov and Hutter 2019), as <c>torch.optim.AdamW</c> computes it, over float32 values and
/// moments whatever the model computes in.
/// </summary>
public sealed class AdamWOptimizer : IDisposable
{
    private readonly TrainedParameters _parameters;
    private bool[] _decays;
    private double[] _scales;
    private readonly AdamWSettings _settings;
    private readonly Tensor[] _first, _second;
    private readonly long[] _steps;

    /// <summary>An optimiser with empty moments.</summary>
    /// <param name="parameters">What it trains; not owned.</param>
    /// <param name="beta1">Decay of the first moment.</param>
    /// <param name="beta2">Decay of the second moment.</param>
    /// <param name="epsilon">Added to the root of the second moment.</param>
    /// <param name="weightDecay">Decoupled decay, multiplied by the learning rate.</param>
    /// <param name="decayed">Patterns of the names that decay; null for matrices alone.</param>
    /// <exception cref="TrainingOptionException">A pattern that names no parameter.</exception>
    public AdamWOptimizer(
        TrainedParameters parameters, double beta1, double beta2, double epsilon, double weightDecay, IReadOnlyList<string>? decayed = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _parameters = parameters;
        _decays = WeightDecayRule.Of(parameters, decayed ?? []);
        _scales = [.. Enumerable.Repeat(1.0, parameters.Count)];
        _settings = new AdamWSettings(LearningRate: 0, beta1, beta2, weightDecay, epsilon);
        _first = [.. parameters.Select(parameter => Zeros(parameter.Value))];
        _second = [.. parameters.Select(parameter => Zeros(parameter.Value))];
        _steps = new long[parameters.Count];
    }

    /// <summary>Number of steps that were taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Says which parameters decay.</summary>
    /// <param name="decayed">Patterns of their names; none for matrices alone.</param>
    /// <exception cref="TrainingOptionException">A pattern that names no parameter.</exception>
    internal void Decay(IReadOnlyList<string> decayed) => _decays = WeightDecayRule.Of(_parameters, decayed);

    /// <summary>Multiplies learning rates of some parameters.</summary>
    /// <param name="scales">By what; the first that fits a parameter counts.</param>
    /// <exception cref="TrainingOptionException">A scale that cannot be, or that fits no parameter.</exception>
    internal void Scale(IReadOnlyList<LearningRateScale> scales) => _scales = LearningRateScale.Of(_parameters, scales);

    /// <summary>One step with the gradients at hand; a parameter without one stays as it is.</summary>
    /// <param name="learningRate">The learning rate of this step.</param>
    public void Step(double learningRate)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
        {
            Tensor?[] gradients = [.. _parameters.Select(parameter => parameter.Gradient)];

            // The kernel takes one decay and one rate for all that it is given: a call for each pair of them.
            foreach (var group in Enumerable.Range(0, _decays.Length).Where(i => gradients[i] is not null).GroupBy(i => (Decays: _decays[i], Scale: _scales[i])))
            {
                (bool decays, double scale) = group.Key;
                Step([.. group], gradients, _settings with { LearningRate = learningRate * scale, WeightDecay = decays ? _settings.WeightDecay : 0 });
            }

            StepCount++;
        }
    }

    /// <summary>Clears every gradient.</summary>
    public void ZeroGrad() => _parameters.ZeroGrad();

    /// <summary>Frees the moments.</summary>
    public void Dispose()
    {
        foreach (Tensor moment in _first.Concat(_second))
        {
            moment.Dispose();
        }
    }

    /// <summary>The moments of every parameter, by the names under which a state stores them.</summary>
    internal IEnumerable<(string Name, Tensor Moment)> Moments()
    {
        for (int i = 0; i < _parameters.Count; i++)
        {
            yield return ($"exp_avg.{_parameters[i].Name}", _first[i]);
            yield return ($"exp_avg_sq.{_parameters[i].Name}", _second[i]);
        }
    }

    /// <summary>Steps of every parameter: fewer than <see cref="StepCount"/> where some steps did not reach it.</summary>
    internal IReadOnlyList<long> Steps => _steps;

    /// <summary>Goes on from a stored state, whose moments the caller has copied into <see cref="Moments"/>.</summary>
    internal void Resume(long stepCount, IReadOnlyList<long> steps)
    {
        StepCount = stepCount;
        for (int i = 0; i < _steps.Length; i++)
        {
            _steps[i] = steps[i];
        }
    }

    private void Step(int[] group, Tensor?[] gradients, AdamWSettings settings)
    {
        var numbers = new Dictionary<long, Tensor>();        // the kernel only reads them, so that equal ones are shared
        var steps = new Tensor[group.Length];
        for (int i = 0; i < group.Length; i++)
        {
            long step = ++_steps[group[i]];
            if (!numbers.TryGetValue(step, out Tensor? number))
            {
                numbers[step] = number = tensor((float)step, device: _parameters[group[i]].Value.device);
            }

            steps[i] = number;
        }

        FusedAdamW.Step(
            [.. group.Select(i => _parameters[i].Value)],
            [.. group.Select(i => gradients[i]!)],
            [.. group.Select(i => _first[i])],
            [.. group.Select(i => _second[i])],
            steps,
            settings);

        foreach (int i in group)
        {
            _parameters[i].Publish();
        }
    }

    private static Tensor Zeros(Tensor value)
    {
        using (no_grad())
        {
            return zeros_like(value).DetachFromDisposeScope();
        }
    }
}
