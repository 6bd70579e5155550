using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;

namespace Solar.Generators.Tests.Incremental;

/// <summary>What the steps of a run did.</summary>
internal static class Steps
{
    /// <summary>Every step of ours, by reflection, so that a new one is tested from its first day.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(TrackingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>What happened to each output of a step.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Reasons(this TestRun run, string step) =>
        [.. Outputs(run, step).Select(output => output.Reason)];

    /// <summary>The values of a step, with what happened to them.</summary>
    public static IEnumerable<(object Value, IncrementalStepRunReason Reason)> Outputs(this TestRun run, string step) =>
        run.Result.TrackedSteps.TryGetValue(step, out var steps) ? steps.SelectMany(s => s.Outputs) : [];

    /// <summary>What happened to what is emitted.</summary>
    public static IReadOnlyList<IncrementalStepRunReason> Emissions(this TestRun run) =>
        [.. run.Result.TrackedOutputSteps.SelectMany(pair => pair.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    /// <summary>Runs the same driver on a changed program.</summary>
    public static TestRun Again(this TestRun run, Compilation compilation)
    {
        GeneratorDriver driver = run.Driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _);
        return new TestRun(driver, output);
    }

    /// <summary>Whether nothing new came of it: the input was the same, or another that gave an equal result.</summary>
    public static bool IsKept(IncrementalStepRunReason reason) => reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;
}
