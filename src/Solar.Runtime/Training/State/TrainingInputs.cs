using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Training.State;

/// <summary>What the numbers of a run follow from: declarations, hyper-parameters, weights and tokens.</summary>
internal sealed record TrainingInputs(
    StageDescription Stage,
    ModelDescription Model,
    JsonElement Options,
    IReadOnlyDictionary<string, string> Weights,
    IReadOnlyList<TrainedDataset> Data,
    IReadOnlyList<TrainedDataset>? EvalData,
    TrainedTokens Tokens)
{
    /// <summary>The evaluation sets that the data was held to; null where the stage declares none.</summary>
    public IReadOnlyList<EvaluationSet>? EvaluationSets { get; init; }

    // They say where things are and how often to tell of them, and change no number.
    private static readonly string[] WithoutEffect =
    [
        "model_directory", "output_directory", "data_directory", "tokenizer_directory", "cache_directory", "overwrite_output_directory", "device",
        "logging_directory", "sample_prompts", "sample_steps", "sample_max_new_tokens",
    ];

    // What contamination leaves out is seen by the tokens.
    private static readonly string[] WithoutEffectOnNumbers = ["logging_steps", "save_steps", "save_total_limit", "gradient_checkpointing", "contamination_action", "contamination_ngram_size"];

    /// <summary>The hyper-parameters of options, by their declared names.</summary>
    public static JsonElement Hyperparameters(TrainingOptions options)
    {
        JsonElement all = JsonSerializer.SerializeToElement(options, options.GetType(), TrainingJson.Default);
        var kept = all.EnumerateObject().Where(option => !WithoutEffect.Contains(option.Name));
        using JsonDocument document = JsonDocument.Parse($"{{{string.Join(',', kept.Select(option => $"\"{option.Name}\":{option.Value.GetRawText()}"))}}}");
        return document.RootElement.Clone();
    }

    /// <summary>All of it as texts to compare, by name.</summary>
    public SortedDictionary<string, string> Fingerprint()
    {
        var fingerprint = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = Model.Canonical,
            ["tokens"] = Tokens.Sha256,
        };
        foreach ((string file, string hash) in Weights)
        {
            fingerprint[$"weights {file}"] = hash;
        }

        foreach (JsonProperty option in Options.EnumerateObject().Where(option => !WithoutEffectOnNumbers.Contains(option.Name)))
        {
            fingerprint[option.Name] = option.Value.GetRawText();
        }

        return fingerprint;
    }

    /// <summary>In words what differs from the inputs of a stored state.</summary>
    public IEnumerable<string> DifferencesFrom(IReadOnlyDictionary<string, string> stored)
    {
        SortedDictionary<string, string> now = Fingerprint();
        foreach (string name in now.Keys.Union(stored.Keys).Order(StringComparer.Ordinal))
        {
            string before = stored.GetValueOrDefault(name, "not there"), after = now.GetValueOrDefault(name, "not there");
            if (before != after)
            {
                yield return $"{name} was {Short(before)} and is {Short(after)}";
            }
        }
    }

    private static string Short(string text) => text.Length <= 32 ? text : $"{text[..16]}…";
}
