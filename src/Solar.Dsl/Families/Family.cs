using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>A family of models as Hugging Face knows it: the keys of its config.json and what they mean as components.</summary>
public abstract class Family
{
    /// <summary>All families that Solar knows.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new LlamaFamily(), new MistralFamily(),
    ];

    /// <summary>Its <c>model_type</c>.</summary>
    public abstract string ModelType { get; }

    /// <summary>The class that config.json names in <c>architectures</c>.</summary>
    public abstract string Architecture { get; }

    /// <summary>The keys of its config.json.</summary>
    public abstract Vocabulary Vocabulary { get; }

    /// <summary>The written keys with one spelling for each meaning, so that equal models are equal values.</summary>
    public virtual ConfigValues Normalize(ConfigValues values) => values;

    /// <summary>What the written keys mean. The values must have passed validation.</summary>
    public abstract DecoderSpec Lower(ConfigValues values);

    /// <summary>Its key for the width of the residual stream.</summary>
    public virtual string HiddenSizeKey => "hidden_size";

    /// <summary>Its key for the number of layers.</summary>
    public virtual string DepthKey => "num_hidden_layers";

    /// <summary>Its key for the number of query heads.</summary>
    public virtual string HeadsKey => "num_attention_heads";

    /// <summary>Its key for the number of key/value heads; not every family has one.</summary>
    public virtual string KeyValueHeadsKey => "num_key_value_heads";

    /// <summary>Its key for the width of one head; not every family has one.</summary>
    public virtual string HeadDimKey => "head_dim";

    /// <summary>Its key for the greatest number of positions.</summary>
    public virtual string PositionsKey => "max_position_embeddings";

    /// <summary>Its key for the sliding window; not every family has one.</summary>
    public virtual string WindowKey => "sliding_window";

    /// <summary>The value that config.json has for a key: what the family computes is written as computed, so that a reader need not know its rules.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="key">The key.</param>
    /// <returns>The value; null where the key is left out.</returns>
    public virtual ConfigValue? InForce(DecoderSpec spec, ConfigKey key)
    {
        if (key.Name == DepthKey)
        {
            return ConfigValue.Of((long)spec.NumHiddenLayers);
        }

        if (key.Name == KeyValueHeadsKey)
        {
            return ConfigValue.Of((long)spec.Attention.NumKeyValueHeads);
        }

        if (key.Name == HeadDimKey)
        {
            return ConfigValue.Of((long)spec.Attention.HeadDim);
        }

        return key.Name == "dtype"
            ? spec.Dtype is { } dtype ? ConfigValue.Of(dtype.Name()) : null
            : Vocabulary.Value(spec.Config, key.Name) ?? ConfigValue.Null;
    }

    /// <summary>The config of a model whose layers have changed: the new depth, and where the family can say it which layer is of which kind.</summary>
    /// <param name="values">The written keys of the model that it was made of.</param>
    /// <param name="spec">The model with its new layers.</param>
    public virtual ConfigValues WithLayers(ConfigValues values, DecoderSpec spec) =>
        values.With(DepthKey, ConfigValue.Of((long)spec.NumHiddenLayers));

    /// <summary>The family of a <c>model_type</c>, or null.</summary>
    public static Family? Find(string modelType) => All.FirstOrDefault(family => family.ModelType == modelType);

    /// <summary>The value in force of a key.</summary>
    protected ConfigValue? Value(ConfigValues values, string key) => Vocabulary.Value(values, key);

    /// <summary>A whole number in force.</summary>
    protected int Integer(ConfigValues values, string key) => checked((int)Value(values, key)!.Value.AsInteger());

    /// <summary>A whole number in force, or null where it is absent or null.</summary>
    protected int? OptionalInteger(ConfigValues values, string key) =>
        Value(values, key) is { IsNull: false } value ? checked((int)value.AsInteger()) : null;

    /// <summary>A number in force.</summary>
    protected double Number(ConfigValues values, string key) => Value(values, key)!.Value.AsNumber();

    /// <summary>A truth value in force.</summary>
    protected bool Flag(ConfigValues values, string key) => Value(values, key) is { IsNull: false } value && value.AsBoolean();

    /// <summary>A text in force, or null.</summary>
    protected string? Text(ConfigValues values, string key) => Value(values, key) is { IsNull: false } value ? value.AsText() : null;

    /// <summary>The declared data type, or null.</summary>
    protected Dtype? DeclaredDtype(ConfigValues values) => Text(values, "dtype") is { } text ? Dtypes.Parse(text) : null;

    /// <summary>A number in force, or null where it is absent or null.</summary>
    protected double? OptionalNumber(ConfigValues values, string key) => Value(values, key) is { IsNull: false } value ? value.AsNumber() : null;

    /// <summary>A size in force, or null where it is absent, null or 0.</summary>
    protected int? SizeOrNull(ConfigValues values, string key) => OptionalInteger(values, key) is > 0 and int size ? size : null;

    /// <summary>Heads and their width, from the keys that the family has for them.</summary>
    protected AttentionSpec DeclaredHeads(ConfigValues values)
    {
        int heads = Integer(values, HeadsKey);
        return new AttentionSpec(
            heads, OptionalInteger(values, KeyValueHeadsKey) ?? heads, OptionalInteger(values, HeadDimKey) ?? (Integer(values, HiddenSizeKey) / heads));
    }

    /// <summary>The declared stretching of rotary wavelengths, or null.</summary>
    protected RopeScalingSpec? DeclaredRopeScaling(ConfigValues values) => Text(values, "rope_scaling.rope_type") switch
    {
        null or "default" => null,
        string type => new RopeScalingSpec(
            type,
            Number(values, "rope_scaling.factor"),
            Number(values, "rope_scaling.low_freq_factor"),
            Number(values, "rope_scaling.high_freq_factor"),
            OptionalInteger(values, "rope_scaling.original_max_position_embeddings") ?? Integer(values, PositionsKey)),
    };
}

/// <summary>Names of data types in config.json.</summary>
public static class Dtypes
{
    /// <summary>The names, as Hugging Face writes them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["float32", "bfloat16", "float16"];

    /// <summary>The data type of a name.</summary>
    /// <exception cref="ArgumentException">The name is none of <see cref="Names"/>.</exception>
    public static Dtype Parse(string name) => name switch
    {
        "float32" => Dtype.Float32,
        "bfloat16" => Dtype.BFloat16,
        "float16" => Dtype.Float16,
        _ => throw new ArgumentException($"'{name}' is no data type of a model.", nameof(name)),
    };

    /// <summary>The name of a data type.</summary>
    public static string Name(this Dtype dtype) => dtype switch
    {
        Dtype.BFloat16 => "bfloat16",
        Dtype.Float16 => "float16",
        _ => "float32",
    };

    /// <summary>Bytes of one element.</summary>
    public static int Size(this Dtype dtype) => dtype == Dtype.Float32 ? 4 : 2;
}
