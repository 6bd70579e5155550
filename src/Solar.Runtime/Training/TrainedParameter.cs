using System;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Runtime.Training;

/// <summary>
/// One parameter as the optimiser sees it. In float32 that is the model's own tensor and its gradient. A bfloat16 model's parameter has a
/// float32 original beside it, and a float32 gradient that every backward pass is added to: 8 bits of mantissa would round most updates,
/// and most small gradients of a long accumulation, to nothing.
/// </summary>
public sealed class TrainedParameter : IDisposable
{
    private readonly Tensor? _master;
    private Tensor? _sum;

    internal TrainedParameter(string name, Parameter weight, Tensor? master, bool isAdapter = false)
    {
        IsAdapter = isAdapter;
        Name = name;
        Weight = weight;
        _master = master?.DetachFromDisposeScope();
    }

    /// <summary>Its name in checkpoints.</summary>
    public string Name { get; }

    /// <summary>Whether it is a factor of an adapter, and not the model's own.</summary>
    public bool IsAdapter { get; }

    /// <summary>The model's parameter, or the adapter's.</summary>
    public Parameter Weight { get; }

    /// <summary>What the optimiser changes: the float32 original where there is one, else <see cref="Weight"/>.</summary>
    public Tensor Value => _master ?? Weight;

    /// <summary>Whether a float32 original is kept beside the model's parameter.</summary>
    public bool HasMaster => _master is not null;

    /// <summary>The gradient of <see cref="Value"/> since it was last cleared; null where no backward pass reached the parameter.</summary>
    public Tensor? Gradient => HasMaster ? _sum : Weight.grad;

    /// <summary>After a backward pass: moves a bfloat16 gradient into the float32 sum.</summary>
    internal void Gather()
    {
        if (!HasMaster || Weight.grad is not Tensor gradient)
        {
            return;
        }

        using (gradient)
        {
            if (_sum is null)
            {
                _sum = gradient.to(ScalarType.Float32).DetachFromDisposeScope();
            }
            else
            {
                _sum.add_(gradient);
            }
        }

        Weight.grad = null;
    }

    /// <summary>After an optimiser step: rounds the float32 original into the model's parameter.</summary>
    internal void Publish()
    {
        if (_master is not null)
        {
            Weight.copy_(_master);
        }
    }

    internal void ClearGradient()
    {
        Weight.grad = null;
        _sum?.Dispose();
        _sum = null;
    }

    /// <summary>Frees what is kept beside the model's parameter, which stays.</summary>
    public void Dispose()
    {
        ClearGradient();
        _master?.Dispose();
    }
}
