using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace Solar.Runtime.Training.Observation;

/// <summary>
/// Every step as .NET meters, for OpenTelemetry and <c>dotnet-counters</c> to collect: <c>AddMeter(TrainingMeter.Name)</c>. Nothing is
/// measured while nobody listens. Each measurement is tagged with <c>solar.stage</c>, the stage's full name.
/// </summary>
public static class TrainingMeter
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Solar.Training";

    private const string StageTag = "solar.stage";

    private static readonly Meter Meter = new(Name);
    private static readonly Counter<long> Steps = Meter.CreateCounter<long>("solar.training.steps", "{step}", "Optimiser steps that were taken.");
    private static readonly Counter<long> Tokens = Meter.CreateCounter<long>("solar.training.tokens", "{token}", "Tokens that were trained on.");
    private static readonly Histogram<double> StepDuration = Meter.CreateHistogram<double>("solar.training.step.duration", "s", "Time of one optimiser step.");
    private static readonly Gauge<double> Loss = Meter.CreateGauge<double>("solar.training.loss", "nat", "Mean cross-entropy of a target.");
    private static readonly Gauge<double> LearningRate = Meter.CreateGauge<double>("solar.training.learning_rate", description: "Learning rate of the step.");
    private static readonly Gauge<double> GradNorm = Meter.CreateGauge<double>("solar.training.grad_norm", description: "Norm of the gradient before clipping.");
    private static readonly Gauge<double> EvalLoss = Meter.CreateGauge<double>("solar.training.eval_loss", "nat", "Mean cross-entropy of a target of the evaluation data.");

    internal static void Record(string stage, TrainingStep step, long tokens, double seconds)
    {
        KeyValuePair<string, object?> tag = new(StageTag, stage);
        Steps.Add(1, tag);
        Tokens.Add(tokens, tag);
        StepDuration.Record(seconds, tag);
        Loss.Record(step.Loss, tag);
        LearningRate.Record(step.LearningRate, tag);
        GradNorm.Record(step.GradNorm, tag);
    }

    internal static void Record(string stage, TrainingEvaluation evaluation) => EvalLoss.Record(evaluation.Loss, new KeyValuePair<string, object?>(StageTag, stage));
}
