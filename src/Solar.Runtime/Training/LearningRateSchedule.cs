using System;

namespace Solar.Runtime.Training;

/// <summary>
/// The learning rate of each step, as <c>transformers.get_scheduler</c> computes it: step 0 of a warm-up has learning rate 0, and the
/// fall reaches 0 one step after the last.
/// </summary>
public sealed class LearningRateSchedule
{
    private readonly SchedulerType _type;
    private readonly double _peak;

    /// <summary>A schedule over <paramref name="totalSteps"/> steps.</summary>
    /// <param name="type">Its shape.</param>
    /// <param name="peak">The learning rate at the end of the warm-up.</param>
    /// <param name="warmupSteps">Steps over which it rises.</param>
    /// <param name="totalSteps">All steps, those of the warm-up included.</param>
    public LearningRateSchedule(SchedulerType type, double peak, long warmupSteps, long totalSteps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmupSteps);
        ArgumentOutOfRangeException.ThrowIfNegative(totalSteps);
        _type = type;
        _peak = peak;
        WarmupSteps = warmupSteps;
        TotalSteps = totalSteps;
    }

    /// <summary>Steps over which it rises.</summary>
    public long WarmupSteps { get; }

    /// <summary>All steps, those of the warm-up included.</summary>
    public long TotalSteps { get; }

    /// <summary>Learning rate at the end as a share of the peak, for schedules that do not end at 0.</summary>
    public double MinLrRate { get; init; }

    /// <summary>Last steps, over which <see cref="SchedulerType.WarmupStableDecay"/> falls; 0 for a tenth of all.</summary>
    public long DecaySteps { get; init; }

    /// <summary>How <see cref="SchedulerType.WarmupStableDecay"/> falls.</summary>
    public DecayType DecayType { get; init; }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0 for the first.</param>
    public double this[long step] => _peak * Factor(step);

    /// <summary>The schedule that options ask for over a number of steps; <c>warmup_steps</c> goes before <c>warmup_ratio</c>.</summary>
    public static LearningRateSchedule For(TrainingOptions options, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(options);
        long warmup = options.WarmupSteps > 0 ? options.WarmupSteps : (long)Math.Ceiling(totalSteps * options.WarmupRatio);
        return new LearningRateSchedule(options.LrSchedulerType, options.LearningRate, warmup, totalSteps)
        {
            MinLrRate = options.LrSchedulerMinLrRate,
            DecaySteps = options.LrSchedulerNumDecaySteps,
            DecayType = options.LrSchedulerDecayType,
        };
    }

    private double Factor(long step)
    {
        if (_type == SchedulerType.Constant)
        {
            return 1;
        }

        if (step < WarmupSteps)
        {
            double risen = (double)step / Math.Max(1, WarmupSteps);
            return _type == SchedulerType.WarmupStableDecay ? AtLeastMinimum(risen) : risen;
        }

        double falling = Math.Max(1, TotalSteps - WarmupSteps), done = (step - WarmupSteps) / falling;
        return _type switch
        {
            SchedulerType.ConstantWithWarmup => 1,
            SchedulerType.Linear => Math.Max(0, (TotalSteps - step) / falling),
            SchedulerType.Cosine => Math.Max(0, HalfCosine(done)),
            SchedulerType.CosineWithMinLr => Math.Max(0, AtLeastMinimum(HalfCosine(done))),
            SchedulerType.WarmupStableDecay => StableThenDecay(step),
            _ => throw new InvalidOperationException($"No learning rate for {_type}."),
        };
    }

    private double StableThenDecay(long step)
    {
        long decay = Math.Clamp(DecaySteps > 0 ? DecaySteps : (long)Math.Ceiling(TotalSteps / 10.0), 1, Math.Max(1, TotalSteps - WarmupSteps));
        double done = (double)(step - (TotalSteps - decay)) / decay;
        if (done < 0)
        {
            return 1;
        }

        return done >= 1 ? MinLrRate : AtLeastMinimum(DecayType switch
        {
            DecayType.Linear => 1 - done,
            DecayType.OneMinusSqrt => 1 - Math.Sqrt(done),
            _ => HalfCosine(done),
        });
    }

    private double AtLeastMinimum(double factor) => (factor * (1 - MinLrRate)) + MinLrRate;

    private static double HalfCosine(double done) => 0.5 * (1 + Math.Cos(Math.PI * done));
}
