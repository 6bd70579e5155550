using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Whether a checkpoint computes what a declaration says. Tensor shapes cannot show it: heads, rotary wavelengths and epsilons leave no
/// mark in them, and a model with another theta loads well and speaks nonsense.
/// </summary>
internal static class ConfigComparison
{
    // They change no forward pass. The data type is checked on the tensors themselves.
    private static readonly HashSet<string> Harmless =
    [
        "dtype", "torch_dtype", "use_cache", "initializer_range", "attention_dropout", "pretraining_tp",
        "bos_token_id", "eos_token_id", "pad_token_id",
    ];

    // Families whose classes compute the same from tensors of the same names, given the same keys.
    private static readonly HashSet<string> Alike = ["llama", "mistral"];

    /// <summary>Every key in which they disagree.</summary>
    /// <param name="found">The checkpoint's config.json.</param>
    /// <param name="declared">What is declared.</param>
    /// <param name="use">Whether the checkpoint is the model's own or that of its base.</param>
    /// <param name="sourceLayerCount">The base's declared number of layers, where it is known.</param>
    public static IEnumerable<CheckpointFault> Compare(ConfigFile found, ConfigFile declared, CheckpointUse use, int? sourceLayerCount)
    {
        if (found.ModelType != declared.ModelType && !(use == CheckpointUse.Base && AreAlike(found, declared)))
        {
            yield return Fault(found, declared, "model_type", Text(found.ModelType), Text(declared.ModelType));
        }

        // A key that one family does not have stands at the other one's default there; one that no family has is compared as written.
        Vocabulary none = new("none", []);
        EffectiveConfig theirs = new(found, Merge(found.Family?.Vocabulary ?? none, declared.Family?.Vocabulary ?? none));
        EffectiveConfig ours = new(declared, Merge(declared.Family?.Vocabulary ?? none, found.Family?.Vocabulary ?? none));
        string[] mayDiffer = use == CheckpointUse.Base ? MayDifferFromBase(declared.Family ?? found.Family) : [];
        foreach (string key in Keys(found, declared).Where(key => !Harmless.Contains(key) && !mayDiffer.Contains(key)))
        {
            ConfigValue? their = theirs.Value(key);
            ConfigValue? our = ours.Value(key);
            bool isOneKind = use == CheckpointUse.Base && key == declared.Family?.LayerTypesKey && AreOfOneKind(their, our);
            if (!isOneKind && !EffectiveConfig.AreEqual(their, our))
            {
                yield return Fault(found, declared, key, Text(their), Text(our));
            }
        }

        if (use == CheckpointUse.Base
            && sourceLayerCount is { } depth
            && Depth(found.Family ?? declared.Family) is var depthKey
            && theirs.Value(depthKey) is { } layers
            && layers.Canonical != depth.ToString(CultureInfo.InvariantCulture))
        {
            yield return new CheckpointFault(
                found.FullPath, null, $"{depthKey} is {layers}, but the recipe of {declared.FullPath} is over {depth} layers", "Name the checkpoint that the recipe is about.");
        }
    }

    // A model made from another one may reach further or see less than its base; how many layers it has is what the recipe is about.
    private static string[] MayDifferFromBase(Family? family) =>
        [family?.PositionsKey ?? "max_position_embeddings", family?.WindowKey ?? "sliding_window", Depth(family)];

    // Where all layers are alike, another depth is another list of the same.
    private static bool AreOfOneKind(ConfigValue? a, ConfigValue? b) =>
        a is { Kind: ConfigKind.List } x && b is { Kind: ConfigKind.List } y && x.AsItems().Concat(y.AsItems()).Distinct().Count() == 1;

    private static string Depth(Family? family) => family?.DepthKey ?? "num_hidden_layers";

    private static IEnumerable<string> Keys(ConfigFile found, ConfigFile declared)
    {
        IEnumerable<string> known = (declared.Family?.Vocabulary.Keys ?? []).Concat(found.Family?.Vocabulary.Keys ?? []).Select(key => key.Name);
        IEnumerable<string> both = declared.Values.Entries.Select(entry => entry.Key)
            .Intersect(found.Values.Entries.Select(entry => entry.Key), StringComparer.Ordinal)
            .Where(key => declared.Family is null || found.Family is null);
        string[] notNumbers = ["model_type", "transformers_version", "_name_or_path"];
        return known.Concat(both).Distinct(StringComparer.Ordinal).Except(notNumbers);
    }

    private static Vocabulary Merge(Vocabulary own, Vocabulary other) =>
        new(own.Name, own.Keys.Concat(other.Keys.Where(key => own.Find(key.Name) is null)));

    private static bool AreAlike(ConfigFile a, ConfigFile b) =>
        a.ModelType is { } x && b.ModelType is { } y && Alike.Contains(x) && Alike.Contains(y);

    private static CheckpointFault Fault(ConfigFile found, ConfigFile declared, string key, string their, string our) => new(
        found.FullPath, null, $"{key} is {their}, but {declared.FullPath} declares {our}", $"Declare {key}: {their}, or name another checkpoint.");

    private static string Text(ConfigValue? value) => value switch
    {
        null => "null",
        { Kind: ConfigKind.Text } text => CheckpointFault.Quote(text.Canonical),
        { Kind: ConfigKind.Number } number => number.AsNumber().ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e'),
        { } other => other.Canonical,
    };

    private static string Text(string? value) => value is null ? "null" : CheckpointFault.Quote(value);
}
