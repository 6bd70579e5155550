using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>A family of models as Hugging Face knows it: the keys of its config.json and what they mean as components.</summary>
public abstract class Family
{
    /// <summary>All families that Solar knows.</summary>
    public static IReadOnlyList<Family> All { get; } = [new LlamaFamily(), new MistralFamily()];

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

    /// <summary>The declared stretching of rotary wavelengths, or null.</summary>
    protected RopeScalingSpec? DeclaredRopeScaling(ConfigValues values) => Text(values, "rope_scaling.rope_type") switch
    {
        null or "default" => null,
        string type => new RopeScalingSpec(
            type,
            Number(values, "rope_scaling.factor"),
            Number(values, "rope_scaling.low_freq_factor"),
            Number(values, "rope_scaling.high_freq_factor"),
            OptionalInteger(values, "rope_scaling.original_max_position_embeddings") ?? Integer(values, "max_position_embeddings")),
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
