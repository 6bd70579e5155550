using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace SolarPaper.Real;

/// <summary>The data sets of the road on a real checkpoint, found by name in one folder.</summary>
internal static class RealData
{
    private static readonly string[] Endings = [".jsonl", ".json", ".parquet", ".txt", ".jsonl.gz", ".json.gz", ".txt.gz"];

    // What the paper says of each, and where it is published.
    private static readonly (string Stem, string What)[] Sets =
    [
        ("web-text", "text to train on; the paper does not say which it used"),
        ("held-out-text", "other text, to measure on"),
        ("alpaca_gpt4", "records of Alpaca's form, such as vicgalle/alpaca-gpt4"),
        ("open_orca", "records of OpenOrca's form, such as Open-Orca/OpenOrca"),
        ("math_instruct", "questions and answers of GSM8K's form, for Synth. Math-Instruct, which is not published"),
        ("ultrafeedback", "preferences of UltraFeedback's form, such as HuggingFaceH4/ultrafeedback_binarized"),
        ("math_alignment", "preferences of Intel/orca_dpo_pairs' form, for Synth. Math-Alignment, which is not published"),
    ];

    /// <summary>The file of each data set, relative to the folder.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="FileNotFoundException">One is missing, or there are two; the message says which, and what each is.</exception>
    public static IReadOnlyDictionary<string, string> Find(string directory)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var missing = new List<string>();
        foreach ((string stem, string what) in Sets)
        {
            string[] found = [.. Endings.Select(ending => stem + ending).Where(name => File.Exists(Path.Combine(directory, name)))];
            switch (found)
            {
                case [string name]:
                    files.Add(stem, name);
                    break;
                case []:
                    missing.Add($"  {stem}.jsonl (or {string.Join(", ", Endings.Skip(1))}): {what}");
                    break;
                default:
                    throw new FileNotFoundException($"{directory} has {string.Join(" and ", found)}; keep one of them.");
            }
        }

        return missing.Count == 0
            ? files
            : throw new FileNotFoundException($"{directory} lacks {missing.Count} of the {Sets.Length} data sets of the paper's road:\n{string.Join('\n', missing)}");
    }
}
