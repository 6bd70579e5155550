using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.Tests;

/// <summary>H6 in its published forms, with a few made-up documents of each test and each subject of MMLU.</summary>
internal static class TinyH6
{
    // As many examples as the leaderboard puts before a question of ARC; of MMLU five a subject.
    private const int Examples = 25, ExamplesOfASubject = 5;

    /// <summary>Writes it: three documents of each test, and of each subject of MMLU two to four.</summary>
    public static void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (string split in (string[])["test", "train", "validation", "dev"])
        {
            int items = split is "train" ? Examples : 3;
            Lines($"arc_challenge_{split}", Count(items).Select(i => new { question = $"What is {i}?", choices = new { text = Words("a", i), label = (string[])["A", "B", "C", "D"] }, answerKey = "B" }));
            Lines($"hellaswag_{split}", Count(items).Select(i => new { activity_label = "Walking", ctx_a = $"A man walks {i}.", ctx_b = "he", endings = Words("goes", i), label = $"{i % 4}" }));
            Lines($"truthfulqa_mc_{split}", Count(items).Select(i => new { question = $"Is {i} so?", mc1_targets = Targets(i), mc2_targets = Targets(i) }));
            Lines($"winogrande_{split}", Count(items).Select(i => new { sentence = $"The cat saw the dog and _ ran {i}.", option1 = "the cat", option2 = "the dog", answer = i % 2 == 0 ? "1" : "2" }));
            Lines($"gsm8k_{split}", Count(items).Select(i => new { question = $"How much is {i} + 1?", answer = $"{i} + 1 = {i + 1}\n#### {i + 1}" }));
            Lines($"mmlu_{split}", MmluSubjects.All.SelectMany((subject, place) => Count(split == "dev" ? ExamplesOfASubject : 2 + (place % 3))
                .Select(i => new { question = $"Which is {i}?", subject, choices = Words("c", i), answer = i % 4 })));
        }

        void Lines<T>(string name, IEnumerable<T> records) => File.WriteAllLines(Path.Combine(directory, name + ".jsonl"), records.Select(record => JsonSerializer.Serialize(record)));
    }

    private static IEnumerable<int> Count(int items) => Enumerable.Range(1, items);

    private static string[] Words(string word, int item) => [.. Enumerable.Range(0, 4).Select(i => $"{word} {item} {i}")];

    private static object Targets(int item) => new { choices = Words("yes", item), labels = (int[])[1, 0, 0, 0] };
}
