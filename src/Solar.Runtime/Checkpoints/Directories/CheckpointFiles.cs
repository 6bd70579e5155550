using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>The names of the files of a Hugging Face checkpoint.</summary>
public static class CheckpointFiles
{
    /// <summary>Architecture and numbers of the model.</summary>
    public const string Config = "config.json";

    /// <summary>All weights, where there is one file of them.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Which shard holds which tensor, where there are several.</summary>
    public const string Index = "model.safetensors.index.json";

    /// <summary>What Solar writes beside them: how the checkpoint was made.</summary>
    public const string Manifest = "solar.json";

    /// <summary>Files that are not weights and that a model made from another one takes over as they are.</summary>
    public static IReadOnlyList<string> Carried { get; } =
    [
        "README.md",
        "generation_config.json",
        "tokenizer.json",
        "tokenizer.model",
        "tokenizer_config.json",
        "special_tokens_map.json",
        "added_tokens.json",
        "vocab.json",
        "merges.txt",
        "chat_template.jinja",
        "chat_template.json",
    ];

    /// <summary>The carried files that <paramref name="directory"/> has.</summary>
    public static IEnumerable<string> CarriedFrom(string directory) =>
        Carried.Select(name => Path.Combine(directory, name)).Where(File.Exists);

    /// <summary>The name of a shard, counted from 0, such as <c>model-00001-of-00005.safetensors</c>.</summary>
    public static string Shard(int index, int count) => count == 1
        ? Weights
        : string.Create(CultureInfo.InvariantCulture, $"model-{index + 1:D5}-of-{count:D5}.safetensors");

    /// <summary>
    /// Whether a name that a file gives stays inside its folder: no separator of any system, no drive, no <c>..</c>, nothing that
    /// is not printed.
    /// </summary>
    public static bool IsPlainName(string name) =>
        name.Length is > 0 and <= 255
        && name is not ("." or "..")
        && !name.AsSpan().ContainsAny('/', '\\', ':')
        && !name.Any(char.IsControl);
}
