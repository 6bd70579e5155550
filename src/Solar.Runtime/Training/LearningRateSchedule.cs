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

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0 for the first.</param>
    public double this[long step] => _peak * Factor(step);

    /// <summary>The schedule that options ask for over a number of steps; <c>warmup_steps</c> goes before <c>warmup_ratio</c>.</summary>
    public static LearningRateSchedule For(PretrainOptions options, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(options);
        long warmup = options.WarmupSteps > 0 ? options.WarmupSteps : (long)Math.Ceiling(totalSteps * options.WarmupRatio);
        return new LearningRateSchedule(options.LrSchedulerType, options.LearningRate, warmup, totalSteps);
    }

    private double Factor(long step)
    {
        if (_type == SchedulerType.Constant)
        {
            return 1;
        }

        if (step < WarmupSteps)
        {
            return (double)step / Math.Max(1, WarmupSteps);
        }

        double falling = Math.Max(1, TotalSteps - WarmupSteps);
        return _type switch
        {
            SchedulerType.ConstantWithWarmup => 1,
            SchedulerType.Linear => Math.Max(0, (TotalSteps - step) / falling),
            SchedulerType.Cosine => Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * ((step - WarmupSteps) / falling)))),
            _ => throw new InvalidOperationException($"No learning rate for {_type}."),
        };
    }
}
