using System;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public sealed class LossWatchdogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LossThatStaysAboveTheThreshold_StopsTheRunBeforeTheWeightsChange()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { LossWatchdogThreshold = 1, LossWatchdogPatience = 3 };
        using TinyModel model = TrainingLoop.Model();
        byte[] before = [];

        TrainingDivergedException thrown = await Assert.ThrowsAsync<TrainingDivergedException>(
            () => TrainingLoop.RunAsync(model, options, step => before = step.Step == 2 ? TrainingLoop.Bytes(model) : before));

        Assert.Equal((3L, 3, 1.0), (thrown.Step, thrown.Spikes, thrown.Threshold));
        Assert.Equal(2, thrown.Rows.Count);                        // the third step is the last of its pass
        Assert.Contains("sonnet.txt, line 1", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith("It was above LossWatchdogThreshold, 1, for 3 steps in a row.", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(before, TrainingLoop.Bytes(model));
    }

    [Fact]
    public async Task LossThatComesDownInTime_StopsNothing()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { LossWatchdogThreshold = 4.5, LossWatchdogPatience = 20, MaxSteps = 60 };
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, options);

        Assert.InRange(result.LastLoss, 0, 4.5);
    }
}
