using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>A family of models as Hugging Face knows it: the keys of its config.json and what they mean as components.</summary>
public abstract class Family
{
    private const string Sliding = "sliding_attention";

    /// <summary>All families that Solar knows.</summary>
    public static IReadOnlyList<Family> All { get; } =
    [
        new LlamaFamily(), new MistralFamily(), new MixtralFamily(), new QwenFamily(), new Qwen2Family(), new Qwen2MoeFamily(), new Qwen3Family(),
        new FalconFamily(), new GemmaFamily(), new Gemma2Family(), new Phi3Family(), new Gpt2Family(), new GptNeoxFamily(), new Olmo2Family(),
    ];

    /// <summary>The decoder that is declared by its components.</summary>
    public static Family Decoding { get; } = new DecoderFamily();

    /// <summary>Its word, which is also the <c>model_type</c> of every family of Hugging Face's.</summary>
    public abstract string ModelType { get; }

    /// <summary>What people call it, such as GPT-NeoX.</summary>
    public virtual string Title => char.ToUpperInvariant(ModelType[0]) + ModelType.Substring(1);

    /// <summary>The <c>model_type</c> that config.json has.</summary>
    public virtual string ConfigModelType => ModelType;

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

    /// <summary>Its key, with <c>use_sliding_window</c>, for the number of lowest layers without the window; not every family has one.</summary>
    private const string WindowedFromKey = "max_window_layers";

    /// <summary>Whether the layers that have the window, where some have none, are the top ones.</summary>
    public bool HasWindowsOnTop => Vocabulary.Find(WindowedFromKey) is not null;

    /// <summary>What its keys of stretched rotary wavelengths begin with.</summary>
    public virtual string RopePrefix => "rope_scaling";

    /// <summary>Its key for which layers have the window; not every family has one.</summary>
    public virtual string LayerTypesKey => "layer_types";

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

        if (key.Name == LayerTypesKey)
        {
            return Vocabulary.Value(spec.Config, key.Name);         // older versions of transformers do not know it
        }

        return key.Name == "dtype"
            ? spec.Dtype is { } dtype ? ConfigValue.Of(dtype.Name()) : null
            : Vocabulary.Value(spec.Config, key.Name) ?? ConfigValue.Null;
    }

    /// <summary>The config of a model whose layers have changed: the new depth, and where the family can say it which layer is of which kind.</summary>
    /// <param name="values">The written keys of the model that it was made of.</param>
    /// <param name="spec">The model with its new layers.</param>
    public virtual ConfigValues WithLayers(ConfigValues values, DecoderSpec spec)
    {
        ConfigValues deeper = values.With(DepthKey, ConfigValue.Of((long)spec.NumHiddenLayers));
        if (Vocabulary.Find(LayerTypesKey) is null)
        {
            return deeper;
        }

        bool[] slides = [.. Enumerable.Range(0, spec.NumHiddenLayers).Select(layer => spec.LayerAt(layer).Attention.SlidingWindow is not null)];
        if (SizeOrNull(values, WindowKey) is not null && HasWindowsOnTop && Flag(values, "use_sliding_window"))
        {
            deeper = deeper.With(WindowedFromKey, ConfigValue.Of((long)slides.TakeWhile(sliding => !sliding).Count()));
        }

        bool byRule = SizeOrNull(values, WindowKey) is null
            || Enumerable.Range(0, slides.Length).All(layer => slides[layer] == SlidesByRule(deeper, layer));
        return byRule && deeper.Find(LayerTypesKey) is null ? deeper : deeper.With(LayerTypesKey, Types(slides));
    }

    /// <summary>
    /// The lowest layer whose window is not the one that the family's rule gives it, so that config.json says it in <c>layer_types</c> alone,
    /// which transformers reads from 4.53 on; null where the rule says all layers.
    /// </summary>
    /// <param name="spec">A model of this family.</param>
    public int? FirstLayerAgainstRule(DecoderSpec spec)
    {
        if (this == Decoding || Vocabulary.Find(LayerTypesKey) is null || SizeOrNull(spec.Config, WindowKey) is null)
        {
            return null;
        }

        int first = Enumerable.Range(0, spec.NumHiddenLayers)
            .TakeWhile(layer => spec.LayerAt(layer).Attention.SlidingWindow is not null == SlidesByRule(spec.Config, layer)).Count();
        return first < spec.NumHiddenLayers ? first : null;
    }

    /// <summary>What transformers computes for a key that is absent or null; null for nothing.</summary>
    /// <param name="values">The written keys.</param>
    /// <param name="key">The key.</param>
    public virtual ConfigValue? Computed(ConfigValues values, string key) =>
        key == KeyValueHeadsKey ? ConfigValue.Of((long)Integer(values, HeadsKey))
        : key == HeadDimKey ? ConfigValue.Of((long)(Integer(values, HiddenSizeKey) / Math.Max(1, Integer(values, HeadsKey))))
        : key == LayerTypesKey && Vocabulary.Find(key) is not null
            ? Types([.. Enumerable.Range(0, Integer(values, DepthKey)).Select(layer => SlidesByRule(values, layer))])
        : null;

    /// <summary>How many features of a head rotary positions turn; null where it has none.</summary>
    /// <param name="values">The written keys.</param>
    /// <param name="headDim">Width of one head.</param>
    public virtual int? RotaryDim(ConfigValues values, int headDim) => headDim;

    /// <summary>The number of key/value heads in force.</summary>
    public virtual int KeyValueHeads(ConfigValues values) => OptionalInteger(values, KeyValueHeadsKey) ?? Integer(values, HeadsKey);

    /// <summary>Its keys for the number of experts and how many a position goes through; null without experts.</summary>
    public virtual (string Experts, string PerToken)? ExpertKeys => null;

    /// <summary>Whether a layer has the window where no <c>layer_types</c> are written.</summary>
    protected virtual bool SlidesByRule(ConfigValues values, int layer) => true;

    /// <summary>The family of a <c>model_type</c>, or null.</summary>
    public static Family? Find(string modelType) =>
        All.FirstOrDefault(family => family.ModelType == modelType) ?? (modelType == Decoding.ModelType || modelType == Decoding.ConfigModelType ? Decoding : null);

    private static ConfigValue Types(IReadOnlyList<bool> slides) =>
        ConfigValue.OfList(slides.Select(sliding => ConfigValue.Of(sliding ? Sliding : "full_attention")));

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

    /// <summary>A bound in force, or null where it is absent, null or 0.</summary>
    protected double? CapOrNull(ConfigValues values, string key) => OptionalNumber(values, key) is > 0 and double cap ? cap : null;

    /// <summary>The items of a list in force; none where it is absent or null.</summary>
    protected IReadOnlyList<ConfigValue> Items(ConfigValues values, string key) =>
        Value(values, key) is { Kind: ConfigKind.List } list && Vocabulary.Find(key) is { } known
            ? [.. list.AsItems().Select(item => new ConfigValue(known.ItemKind, item))]
            : [];

    /// <summary>The share of the load-balancing loss in force; 0 where it is not asked for.</summary>
    protected double DeclaredRouterLoss(ConfigValues values) => Flag(values, "output_router_logits") ? Number(values, "router_aux_loss_coef") : 0;

    /// <summary>The values with no window said in one way: C# attributes have no null, so it is 0 there and null in config.json.</summary>
    protected static ConfigValues WithoutZeroWindow(ConfigValues values) => WithoutZero(values, "sliding_window");

    /// <summary>The values with 0 written as null, where both mean none.</summary>
    protected static ConfigValues WithoutZero(ConfigValues values, string key) =>
        values.Find(key) is { Kind: ConfigKind.Integer or ConfigKind.Number } value && value.AsNumber().Equals(0.0) ? values.With(key, ConfigValue.Null) : values;

    /// <summary>A decoder of one kind of layers with what all families have; the family adds positions, norm and names.</summary>
    protected DecoderSpec Decoder(ConfigValues values, LayerSpec layer) => new()
    {
        Family = ModelType,
        VocabSize = Integer(values, "vocab_size"),
        HiddenSize = Integer(values, HiddenSizeKey),
        NumHiddenLayers = Integer(values, DepthKey),
        MaxPositionEmbeddings = Integer(values, PositionsKey),
        LayerKinds = EquatableArray.Of(layer),
        Positions = new LearnedPositionsSpec(Integer(values, PositionsKey)),
        Norm = new NormSpec(NormKind.Rms, 1e-6),
        Head = new HeadSpec(Flag(values, "tie_word_embeddings")),
        Layout = CheckpointLayout.Llama,
        InitializerRange = Number(values, "initializer_range"),
        Dtype = DeclaredDtype(values),
        Config = values,
    };

    /// <summary>The same decoder with a kind for each layer.</summary>
    protected static DecoderSpec Patterned(DecoderSpec spec, Func<int, LayerSpec> layerAt)
    {
        LayerSpec[] layers = [.. Enumerable.Range(0, spec.NumHiddenLayers).Select(layerAt)];
        LayerSpec[] kinds = [.. layers.Distinct()];
        return spec with
        {
            LayerKinds = kinds.ToEquatableArray(),
            LayerPattern = kinds.Length > 1 ? layers.Select(layer => Array.IndexOf(kinds, layer)).ToEquatableArray() : default,
        };
    }

    /// <summary>The same decoder with the declared window in the layers that slide.</summary>
    protected DecoderSpec WithWindows(ConfigValues values, DecoderSpec spec)
    {
        IReadOnlyList<ConfigValue> types = Items(values, LayerTypesKey);
        int? window = SizeOrNull(values, WindowKey);
        return window is null ? spec : Patterned(spec, layer =>
            (types.Count > 0 ? types[layer % types.Count].AsText() == Sliding : SlidesByRule(values, layer))
                ? spec.LayerAt(layer) with { Attention = spec.LayerAt(layer).Attention with { SlidingWindow = window } }
                : spec.LayerAt(layer));
    }

    /// <summary>Heads and their width, from the keys that the family has for them.</summary>
    protected AttentionSpec DeclaredHeads(ConfigValues values)
    {
        int heads = Integer(values, HeadsKey);
        return new AttentionSpec(
            heads, KeyValueHeads(values), OptionalInteger(values, HeadDimKey) ?? (Integer(values, HiddenSizeKey) / heads));
    }

    /// <summary>The declared stretching of rotary wavelengths, or null.</summary>
    protected RopeScalingSpec? DeclaredRopeScaling(ConfigValues values) => Text(values, RopePrefix + ".rope_type") switch
    {
        null or "default" => null,
        string type => new RopeScalingSpec(
            type,
            Number(values, RopePrefix + ".factor"),
            Number(values, RopePrefix + ".low_freq_factor"),
            Number(values, RopePrefix + ".high_freq_factor"),
            OptionalInteger(values, RopePrefix + ".original_max_position_embeddings") ?? Integer(values, PositionsKey)),
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
