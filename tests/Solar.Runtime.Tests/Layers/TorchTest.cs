using System;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>Tests that compute: one thread, a dispose scope around each, comparison of tensors.</summary>
public abstract class TorchTest : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    static TorchTest() => set_num_threads(1);

    /// <summary>Standard normal values of a fixed seed.</summary>
    protected static Tensor Random(long seed, params long[] shape)
    {
        using Generator generator = new((ulong)seed, CPU);
        return randn(shape, generator: generator);
    }

    /// <summary>Greatest absolute difference; the shapes have to be equal.</summary>
    protected static double Distance(Tensor actual, Tensor expected)
    {
        Assert.Equal(expected.shape, actual.shape);
        return (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().ToDouble();
    }

    /// <summary>Fails where two tensors differ by more than the tolerance anywhere, NaN included.</summary>
    protected static void Near(Tensor expected, Tensor actual, double tolerance)
    {
        double distance = Distance(actual, expected);
        Assert.True(distance <= tolerance, $"greatest difference {distance:g3}, allowed {tolerance:g3}");
    }

    public virtual void Dispose()
    {
        _scope.Dispose();
        GC.SuppressFinalize(this);
    }
}
