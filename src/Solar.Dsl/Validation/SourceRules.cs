using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Whether layers of one model can stand among those of another (SOLAR211 and 213).</summary>
public static class SourceRules
{
    // They change no layer: numbers of layers, tokens and positions, what is carried, and what a recipe says itself.
    private static readonly HashSet<string> Harmless = new(StringComparer.Ordinal)
    {
        "num_hidden_layers", "n_layer", "vocab_size", "max_position_embeddings", "n_positions", "dtype", "use_cache", "initializer_range", "attention_dropout", "pretraining_tp",
        "bos_token_id", "eos_token_id", "pad_token_id", "tie_word_embeddings", "layer_types", "max_window_layers",
    };

    /// <summary>The first tensor of a layer in which two models differ, or another reason why they do not fit; null where they do.</summary>
    /// <param name="firstName">The one's name.</param>
    /// <param name="first">The one.</param>
    /// <param name="otherName">The other's name.</param>
    /// <param name="other">The other.</param>
    public static string? TensorDifference(string firstName, DecoderSpec first, string otherName, DecoderSpec other)
    {
        if (first.Dtype is { } one && other.Dtype is { } two && one != two)
        {
            return $"dtype is {one.Name()} in '{firstName}' and {two.Name()} in '{otherName}'";
        }

        Dictionary<string, TensorSpec> theirs = TensorCatalog.LayerTensors(other).ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (TensorSpec tensor in TensorCatalog.LayerTensors(first))
        {
            if (!theirs.TryGetValue(tensor.Name, out TensorSpec? match))
            {
                return $"'{otherName}' has no tensor '{tensor.Name}'";
            }

            if (match.Shape != tensor.Shape)
            {
                return $"tensor '{tensor.Name}' is {Shape(tensor)} in '{firstName}' and {Shape(match)} in '{otherName}'";
            }

            theirs.Remove(tensor.Name);
        }

        return theirs.Count > 0 ? $"'{firstName}' has no tensor '{theirs.Keys.First()}'" : null;
    }

    /// <summary>A key that no tensor shows and in which two models differ, such as <c>rope_theta</c>; null where they compute alike.</summary>
    /// <param name="first">The model whose configuration the result has.</param>
    /// <param name="other">The other.</param>
    public static string? KeyDifference(DecoderSpec first, DecoderSpec other)
    {
        Vocabulary? ours = Family.Find(first.Family)?.Vocabulary, theirs = Family.Find(other.Family)?.Vocabulary;
        IEnumerable<string> keys = (ours?.Keys ?? []).Concat(theirs?.Keys ?? []).Select(key => key.Name).Distinct(StringComparer.Ordinal);
        foreach (string key in keys.Where(key => !Harmless.Contains(key)))
        {
            string here = Text(ours, first, key), there = Text(theirs, other, key);
            if (here != there && !(key == "sliding_window" && IsBeyondReach(here, first) && IsBeyondReach(there, first)))
            {
                return $"{key} is {here} here and {there} there";
            }
        }

        return null;
    }

    /// <summary>
    /// Whether the config.json of a source says more than another number of layers: it is then held against its own, and not against that of
    /// what is made of it. Kinds of layers are written by place, and places have changed.
    /// </summary>
    /// <param name="target">What is made.</param>
    /// <param name="source">What it is made of.</param>
    public static bool HasConfigOfItsOwn(DecoderSpec target, DecoderSpec source) =>
        source.VocabSize != target.VocabSize
        || source.TieWordEmbeddings != target.TieWordEmbeddings
        || !source.IsUniform
        || !target.IsUniform
        || KeyDifference(target, source) is not null;

    // A window beyond the declared positions is none.
    private static bool IsBeyondReach(string window, DecoderSpec spec) =>
        !long.TryParse(window, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long size)
        || size == 0 || size >= spec.MaxPositionEmbeddings;

    private static string Text(Vocabulary? vocabulary, DecoderSpec spec, string key) =>
        (vocabulary?.Value(spec.Config, key) ?? spec.Config.Find(key)) is { IsNull: false } value && value.Canonical != "false" ? value.Canonical : "none";

    private static string Shape(TensorSpec tensor) => $"[{string.Join(", ", tensor.Shape)}]";
}
