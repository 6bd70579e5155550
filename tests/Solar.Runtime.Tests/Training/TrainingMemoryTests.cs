using System;
using System.Linq;
using Solar.Runtime.Training;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public class TrainingMemoryTests
{
    private static readonly long All = TinyModel.Description.ParameterCount;

    [Fact]
    public void Float32Run_HoldsSixteenBytesAParameter() =>
        Assert.Equal(new TrainingMemory(4 * All, 4 * All, 8 * All), TrainingMemory.Of(TinyModel.Tensors(), new PretrainOptions()));

    [Fact]
    public void BFloat16Run_HoldsTwentyBytesAParameter() =>
        Assert.Equal(20 * All, TrainingMemory.Of(TinyModel.Tensors(), new PretrainOptions { Bf16 = true }).Total);

    [Fact]
    public void FrozenParameters_AreWeightsAlone()
    {
        long head = TinyModel.Tensors().Single(tensor => tensor.Name == "lm_head.weight").Shape.Aggregate(1L, (product, size) => product * size);

        Assert.Equal((4 * All) + (12 * head), TrainingMemory.Of(TinyModel.Tensors(), new PretrainOptions { UnfrozenParameters = ["lm_head.*"] }).Total);
    }

    [Fact]
    public void MoreThanThereIs_IsRefusedWithWhatItIs()
    {
        TrainingMemory needed = new(42_900_000_000, 42_900_000_000, 85_900_000_000);

        TrainingMemoryException thrown = Assert.Throws<TrainingMemoryException>(() => needed.Check("Paper.Solar10B", 16_000_000_000));

        Assert.StartsWith(
            "training Paper.Solar10B takes 171.7 GB (42.9 GB of weights, 42.9 GB of gradients, 85.9 GB of moments) before the first batch, and there are 16.0 GB. ",
            thrown.Message, StringComparison.Ordinal);
        needed.Check("Paper.Solar10B", 171_700_000_000);
    }
}
