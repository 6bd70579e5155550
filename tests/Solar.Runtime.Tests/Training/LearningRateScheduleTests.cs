using System;
using System.Linq;
using Solar.Runtime.Training;
using Xunit;

namespace Solar.Runtime.Tests.Training;

/// <summary>The expected factors are those of transformers.get_scheduler for 2 (or 0) warm-up steps of 6, written out.</summary>
public class LearningRateScheduleTests
{
    [Theory]
    [InlineData(SchedulerType.Linear, 2, new[] { 0, 0.5, 1, 0.75, 0.5, 0.25, 0 })]
    [InlineData(SchedulerType.Linear, 0, new[] { 1, 5 / 6.0, 4 / 6.0, 3 / 6.0, 2 / 6.0, 1 / 6.0, 0 })]
    [InlineData(SchedulerType.Cosine, 2, new[] { 0, 0.5, 1, 0.8535533905932737, 0.5, 0.14644660940672627, 0 })]
    [InlineData(SchedulerType.Constant, 2, new[] { 1.0, 1, 1, 1, 1, 1, 1 })]
    [InlineData(SchedulerType.ConstantWithWarmup, 2, new[] { 0, 0.5, 1, 1, 1, 1, 1 })]
    public void EachStep_HasTheReferenceFactor(SchedulerType type, int warmup, double[] expected)
    {
        LearningRateSchedule schedule = new(type, peak: 2e-4, warmup, totalSteps: 6);

        for (int step = 0; step < expected.Length; step++)
        {
            Assert.Equal(2e-4 * expected[step], schedule[step], 1e-18);
        }
    }

    // transformers' cosine_with_min_lr: cos(π p / 2)² scaled into [min, 1]; warmup_stable_decay: warm-up into [min, 1], 1, then the decay.
    [Theory]
    [InlineData(SchedulerType.CosineWithMinLr, DecayType.Cosine, 0.1, 0, new[] { 0, 0.5, 1, 0.8681980515339464, 0.55, 0.2318019484660536, 0.1 })]
    [InlineData(SchedulerType.WarmupStableDecay, DecayType.Linear, 0.2, 2, new[] { 0.2, 0.6, 1, 1, 1, 0.6, 0.2, 0.2 })]
    [InlineData(SchedulerType.WarmupStableDecay, DecayType.Cosine, 0.0, 4, new[] { 0, 0.5, 1, 0.8535533905932737, 0.5, 0.14644660940672627, 0 })]
    [InlineData(SchedulerType.WarmupStableDecay, DecayType.OneMinusSqrt, 0.0, 4, new[] { 0, 0.5, 1, 0.5, 0.2928932188134524, 0.1339745962155614, 0 })]
    [InlineData(SchedulerType.WarmupStableDecay, DecayType.Linear, 0.0, 0, new[] { 0, 0.5, 1, 1, 1, 1, 0 })]      // a tenth of 6 steps, rounded up
    public void ScheduleWithAFloor_HasTheReferenceFactor(SchedulerType type, DecayType decayType, double minimum, long decaySteps, double[] expected)
    {
        LearningRateSchedule schedule = new(type, peak: 2e-4, warmupSteps: 2, totalSteps: 6)
        {
            MinLrRate = minimum,
            DecaySteps = decaySteps,
            DecayType = decayType,
        };

        for (int step = 0; step < expected.Length; step++)
        {
            Assert.Equal(2e-4 * expected[step], schedule[step], 1e-18);
        }
    }

    [Theory]
    [InlineData(0.03, 0, 5000, 150)]
    [InlineData(0.03, 0, 50, 2)]        // rounded up
    [InlineData(0.03, 7, 5000, 7)]      // steps go before the ratio
    [InlineData(0.0, 0, 5000, 0)]
    public void Warmup_IsThatOfTrainingArguments(double ratio, int steps, long total, long expected)
    {
        PretrainOptions options = new() { WarmupRatio = ratio, WarmupSteps = steps };

        Assert.Equal(expected, LearningRateSchedule.For(options, total).WarmupSteps);
    }

    [Fact]
    public void WarmupLongerThanTheRun_NeverReachesThePeak()
    {
        LearningRateSchedule schedule = new(SchedulerType.Cosine, peak: 1, warmupSteps: 10, totalSteps: 4);

        Assert.Equal([0, 0.1, 0.2, 0.3], Enumerable.Range(0, 4).Select(step => Math.Round(schedule[step], 12)));
    }
}
