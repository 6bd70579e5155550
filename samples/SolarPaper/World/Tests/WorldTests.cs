using System.Collections.Generic;
using Solar.Lab.Evaluation.Data;

namespace SolarPaper.World.Tests;

/// <summary>Where the items of the small world's tests are: those that count, and those that examples are taken from.</summary>
internal static class WorldTests
{
    /// <summary>Their names, in the order of H6's columns.</summary>
    public static readonly string[] Names = ["world_questions", "world_stories", "world_knowledge", "world_truths", "world_riddles", "world_problems"];

    /// <summary>What guessing has in each: four answers, four answers, four answers, a quarter of the likelihood, two words, and no number at all.</summary>
    public static readonly double[] Chances = [0.25, 0.25, 0.25, 0.25, 0.5, 0];

    /// <summary>What a test is called where all are of the small world, such as <c>Questions</c>.</summary>
    public static string Title(string name) => char.ToUpperInvariant(name["world_".Length]) + name["world_x".Length..];

    public static TaskDataset Of(string name, bool hasExamples = true) => new($"SolarPaper/{name}", "test")
    {
        Examples = hasExamples ? "train" : null,
        OtherNames = new Dictionary<string, IReadOnlyList<string>> { ["test"] = [$"tests/{name}_test.jsonl"], ["train"] = [$"tests/{name}_train.jsonl"] },
    };
}
