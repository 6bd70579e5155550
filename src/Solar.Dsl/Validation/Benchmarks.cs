using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>
/// Tells by its name or path that a data set is a benchmark of the Open LLM Leaderboard, or one of the tasks of FLAN that hold the same questions,
/// which SOLAR's authors filtered out (SOLAR 10.7B, table 8).
/// </summary>
internal static class Benchmarks
{
    // What names contain once all but letters and digits is taken out.
    private static readonly (string Part, string Benchmark)[] Parts =
    [
        ("ai2arc", "ARC"), ("arcchallenge", "ARC"), ("arceasy", "ARC"), ("arcanswergeneration", "ARC"),
        ("hellaswag", "HellaSwag"),
        ("mmlu", "MMLU"), ("hendryckstest", "MMLU"),
        ("truthfulqa", "TruthfulQA"),
        ("winogrande", "Winogrande"),
        ("gsm8k", "GSM8K"),
    ];

    // Words that are common beside others, as in arc_welding: they count where nothing else is said, but which part of a benchmark it is.
    private static readonly (string Word, string Benchmark)[] Words = [("arc", "ARC"), ("drop", "DROP")];

    private static readonly HashSet<string> OfABenchmark = new(StringComparer.Ordinal)
    {
        "benchmark", "c", "challenge", "data", "dataset", "dev", "e", "easy", "eval", "questions", "set", "split", "test", "tests", "train", "training", "val", "valid", "validation",
    };

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>The benchmark, or null.</summary>
    public static string? Find(DatasetDeclaration dataset)
    {
        foreach (string text in new[] { dataset.Name.Name, dataset.Path })
        {
            string squashed = new([.. text.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
            string? found = Parts.FirstOrDefault(part => squashed.Contains(part.Part)).Benchmark
                ?? text.Split(Separators).Select(ByWord).FirstOrDefault(benchmark => benchmark is not null);
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? ByWord(string pathPart)
    {
        int dot = pathPart.IndexOf('.');
        List<string> words = [.. Split(dot > 0 ? pathPart.Substring(0, dot) : pathPart)];
        return Words.FirstOrDefault(word => words.Contains(word.Word) && words.All(other => other == word.Word || OfABenchmark.Contains(other))).Benchmark;
    }

    // Words of letters, in the casing of C# or with other characters between.
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        for (int i = 0; i <= text.Length; i++)
        {
            bool ends = i == text.Length || !char.IsLetter(text[i]) || (char.IsUpper(text[i]) && i > 0 && char.IsLower(text[i - 1]));
            if (ends && word.Length > 0)
            {
                yield return word.ToString().ToLowerInvariant();
                word.Clear();
            }

            if (i < text.Length && char.IsLetter(text[i]))
            {
                word.Append(text[i]);
            }
        }
    }
}
