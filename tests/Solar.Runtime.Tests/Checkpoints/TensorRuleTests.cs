using System;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.LayerMaps;
using Solar.Runtime.Checkpoints;
using Solar.Specs;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>What is written for each kind of rule, element by element.</summary>
public sealed class TensorRuleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void Mean_IsTheWeightedSumOfElements()
    {
        WriteSource("a", ("x", [2, 3], [1, 2, 3, 4, 5, 6]), ("y", [2, 3], [10, 20, 30, 40, 50, 60]));

        float[] made = Make("z", [2, 3], TensorRule.Mean("z", new TensorPart("x", Weight: 0.25), new TensorPart("y", Weight: 0.75)));

        Assert.Equal([7.75f, 15.5f, 23.25f, 31f, 38.75f, 46.5f], made);
    }

    [Theory]
    [InlineData(NewTokens.Mean, new float[] { 1, 2, 3, 4, 2, 3, 2, 3 })]
    [InlineData(NewTokens.Zero, new float[] { 1, 2, 3, 4, 0, 0, 0, 0 })]
    public void Resize_KeepsRowsAndAddsNewOnes(NewTokens policy, float[] expected)
    {
        WriteSource("a", ("x", [2, 2], [1, 2, 3, 4]));

        Assert.Equal(expected, Make("x", [4, 2], TensorRule.Resize("x", "x", rows: 2, policy)));
    }

    [Fact]
    public void Truncate_KeepsTheFirstRows()
    {
        WriteSource("a", ("x", [3, 2], [1, 2, 3, 4, 5, 6]));

        Assert.Equal([1f, 2f], Make("x", [1, 2], TensorRule.Resize("x", "x", rows: 3, NewTokens.Truncate)));
    }

    [Fact]
    public void Normal_IsSeededAndOfItsDeviation()
    {
        WriteSource("a", ("x", [1], [1]));

        float[] first = Make("w", [100, 100], TensorRule.Normal("w", 0.02, seed: 3));
        float[] again = Make("w", [100, 100], TensorRule.Normal("w", 0.02, seed: 3));
        float[] other = Make("w", [100, 100], TensorRule.Normal("w", 0.02, seed: 4));

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Average(), -0.001, 0.001);
        Assert.InRange(Math.Sqrt(first.Average(value => (double)value * value)), 0.0195, 0.0205);
    }

    [Fact]
    public void Layer_GivesTheRuleOfItsTensor()
    {
        LayerSource copy = new("A", 3), identity = copy.Zeroing("o"), mean = LayerSource.Mean(new("A", 3, 0.5), new("B", 4, 0.5) { Zeroed = EquatableArray.Of("o") });

        Assert.Equal("h.7.o = A:h.3.o", TensorRule.OfLayer(copy, "h", 7, "o").ToString());
        Assert.Equal("h.7.o = 0", TensorRule.OfLayer(identity, "h", 7, "o").ToString());
        Assert.Equal("h.7.q = A:h.3.q", TensorRule.OfLayer(identity, "h", 7, "q").ToString());
        Assert.Equal("h.7.q = 0.5 × A:h.3.q + 0.5 × B:h.4.q", TensorRule.OfLayer(mean, "h", 7, "q").ToString());
        Assert.Equal("h.7.o = 0.5 × A:h.3.o", TensorRule.OfLayer(mean, "h", 7, "o").ToString());
        Assert.Equal("h.7.w1 = A:h.3.gate", TensorRule.OfLayer(copy, "h", 7, "w1", of: "gate").ToString());
    }

    public void Dispose() => _folder.Dispose();

    private void WriteSource(string name, params (string Name, long[] Shape, float[] Values)[] tensors)
    {
        using CheckpointWriter writer = CheckpointWriter.Create(_folder[name], [.. tensors.Select(tensor => new TensorInfo(tensor.Name, TensorDtype.F32, tensor.Shape))]);
        foreach ((string tensor, _, float[] values) in tensors)
        {
            writer[tensor].Append(MemoryMarshal.AsBytes(values.AsSpan()));
        }

        writer.Commit(new CheckpointManifest { Model = "Test", Dtype = "float32" });
    }

    private float[] Make(string target, long[] shape, TensorRule rule)
    {
        using CheckpointReader source = CheckpointReader.Open(_folder["a"]);
        using (CheckpointWriter writer = CheckpointWriter.Create(_folder["out"], [new TensorInfo(target, TensorDtype.F32, shape)]))
        {
            RuleWriter.Write(rule, [.. rule.Parts.Select(part => source.Tensors[part.Tensor])], writer[target], null, default);
            writer.Commit(new CheckpointManifest { Model = "Test", Dtype = "float32" });
        }

        using CheckpointReader made = CheckpointReader.Open(_folder["out"]);
        return MemoryMarshal.Cast<byte, float>(made.Tensors[target].Bytes).ToArray();
    }
}
