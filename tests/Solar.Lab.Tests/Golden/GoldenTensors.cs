using System;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Golden;

/// <summary>The tensors of a file of reference results.</summary>
internal sealed class GoldenTensors(string path) : IDisposable
{
    private readonly SafetensorsFile _file = SafetensorsFile.Open(path);

    /// <summary>A copy of a tensor, float32 or int64.</summary>
    public Tensor this[string name]
    {
        get
        {
            SafetensorsEntry entry = _file.Header.Entries.Single(candidate => candidate.Name == name);
            long[] shape = [.. entry.Info.Shape];
            ReadOnlySpan<byte> bytes = _file.Bytes(entry);
            return entry.Info.Dtype switch
            {
                TensorDtype.F32 => tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(bytes).ToArray()).reshape(shape),
                TensorDtype.I64 => tensor(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, long>(bytes).ToArray()).reshape(shape),
                TensorDtype other => throw new NotSupportedException($"{name} is {other}"),
            };
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Fails with the largest difference and where it is.</summary>
    public static void AssertClose(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        using Tensor difference = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs();
        double largest = difference.max().item<double>();
        long at = difference.flatten().argmax().item<long>();
        Assert.True(
            largest <= tolerance,
            $"{what}: differs by {largest:E2} (at most {tolerance:E1}) at element {at} of [{string.Join(", ", expected.shape)}]: "
            + $"expected {expected.flatten()[at].item<float>()}, is {actual.flatten()[at].item<float>()}");
    }
}
