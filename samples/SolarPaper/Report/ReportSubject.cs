using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using SolarPaper.World.Tests;

namespace SolarPaper.Report;

/// <summary>What a report is of, and its words for it: the small world, or a checkpoint of Hugging Face.</summary>
/// <param name="Title">What the page is called.</param>
/// <param name="Here">What was measured here, in a few words.</param>
/// <param name="Tests">The tests of the tables' columns: their names in results, and as the page calls them beside the paper's.</param>
internal sealed record ReportSubject(string Title, string Here, IReadOnlyList<(string Task, string Name, string Paper)> Tests)
{
    private static readonly string[] PapersTests = ["ARC", "HellaSwag", "MMLU", "TruthfulQA", "Winogrande", "GSM8K"];

    /// <summary>The road on the small world.</summary>
    public static ReportSubject SmallWorld { get; } = new(
        "SOLAR in a small world", "a toy",
        [.. WorldTests.Names.Zip(PapersTests, (task, paper) => (task, WorldTests.Title(task), paper))])
    {
        Tells = inputs => $"A base of {Size(inputs, "Base")} is up-scaled to {Size(inputs, "SolarUpscaled")}. Text, instructions, preferences and tests are written by a program from one seed: a made-up language of facts and sums. Six tests{Items(inputs)} have the forms of H6 and are not H6. {(inputs.Study is null ? "One seed." : "All of this page but the study, which has all seeds, is of the first seed.")} These figures show the method at work; they say nothing about a real model.",
        Row = "a checkpoint of the small world, measured by its six tests: percent, ± standard error over the items. Items that ask one fact in other words are right or wrong together, so that the error of questions, knowledge and truths is greater than what stands here; the effects above take such items as one",
        Clusters = "those that ask the same fact taken together, ",
        Chance = 100 * WorldTests.Chances.Average(),
    };

    /// <summary>What the lower box tells of the run.</summary>
    public required Func<ReportInputs, string> Tells { get; init; }

    /// <summary>What a row of the tables is.</summary>
    public required string Row { get; init; }

    /// <summary>Items that are not independent, as a part of a sentence; empty for none.</summary>
    public string Clusters { get; init; } = "";

    /// <summary>What guessing has in the mean of the tests, in percent; null where nobody says so.</summary>
    public double? Chance { get; init; }

    /// <summary>File of the declarations.</summary>
    public string Declarations { get; init; } = "Paper.cs";

    /// <summary>The road on a checkpoint, measured by H6.</summary>
    /// <param name="checkpoint">Its folder.</param>
    /// <param name="program">File of the declarations.</param>
    public static ReportSubject Of(string checkpoint, string program) => new(
        $"SOLAR from {Path.GetFileName(Path.TrimEndingDirectorySeparator(checkpoint))}", Path.GetFileName(Path.TrimEndingDirectorySeparator(checkpoint)),
        [.. H6.Tasks(EvaluationProfile.LeaderboardV1).Zip(PapersTests, (task, paper) => (task.Name, paper, paper))])
    {
        Tells = inputs => $"A checkpoint of {Size(inputs, "Base")} is up-scaled to {Size(inputs, "SolarUpscaled")} and trained on files that were given to the program. {Measured(inputs)} One run with one seed: a difference that is no noise of the items may still be one of the seed. Learning rates, steps and batches are those of the program below, and not the paper's, which gives none.",
        Row = "a checkpoint grown from this base, measured by the tests of H6: percent, ± standard error over the items",
        Declarations = Path.GetFileName(program),
    };

    /// <summary>Whether a task is that of a column: one that departs from its profile has more behind its name.</summary>
    public bool Is(string task, string column) => task == column || (task.StartsWith(column + "_", StringComparison.Ordinal) && Tests.All(other => other.Task != task));

    private static string Measured(ReportInputs inputs) => inputs.Evaluations.Values.FirstOrDefault()?.Figures.Mean switch
    {
        null => "No checkpoint was measured by tests, so that this page has neither tables nor effects: --tests DIR names a folder of H6's sets.",
        { IsH6: true } => "The tests are H6, as the Open LLM Leaderboard measured it.",
        { } mean => $"The tests are those of H6, and their mean is not H6: {string.Join("; ", mean.ReasonsAgainstH6)}.",
    };

    private static string Size(ReportInputs inputs, string name) => inputs.Program.Things.FirstOrDefault(thing => thing.Name == name) is { Layers: { } layers, Parameters: { } parameters }
        ? FormattableString.Invariant($"{layers} layers and {parameters:N0} parameters")
        : "a few layers";

    private static string Items(ReportInputs inputs)
    {
        int[] items = [.. inputs.Evaluations.Values.SelectMany(result => result.Figures.Tasks).Select(task => task.Documents).Distinct().Order()];
        return items.Length == 0 ? "" : items.Length == 1 ? FormattableString.Invariant($" of {items[0]} items") : FormattableString.Invariant($" of {items[0]} to {items[^1]} items");
    }
}
