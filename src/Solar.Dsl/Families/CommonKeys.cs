using System;
using System.Collections.Generic;
using System.Text;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Families;

/// <summary>Keys that several families share, with the documentation that hover and schema show.</summary>
internal static class CommonKeys
{
    public static ConfigKey VocabSize(int value) => Size("vocab_size", value, "Number of tokens of the vocabulary.");

    public static ConfigKey HiddenSize(int value) => Size("hidden_size", value, "Width of the residual stream.");

    public static ConfigKey IntermediateSize(int value) => Size("intermediate_size", value, "Width of the feed-forward block.");

    public static ConfigKey NumHiddenLayers(int value) => Depth("num_hidden_layers", value);

    public static ConfigKey NumAttentionHeads(int value) => Size("num_attention_heads", value, "Number of query heads.");

    public static ConfigKey NumKeyValueHeads(int? value) =>
        OptionalSize("num_key_value_heads", value, "Number of key/value heads; as many as query heads where it is not written.");

    public static ConfigKey HeadDim { get; } =
        OptionalSize("head_dim", null, "Width of one head; hidden_size / num_attention_heads where it is not written.");

    public static ConfigKey MaxPositionEmbeddings(int value) =>
        Size("max_position_embeddings", value, "Greatest number of positions.");

    public static ConfigKey HiddenAct { get; } = new(
        "hidden_act", "HiddenAct", ConfigKind.Text, ConfigValue.Of("silu"), "Activation of the feed-forward block.")
    {
        Choices = EquatableArray.Of("silu", "gelu", "gelu_new", "gelu_fast", "gelu_pytorch_tanh", "quick_gelu", "relu"),
    };

    public static ConfigKey InitializerRange { get; } = Number(
        "initializer_range", 0.02, "Standard deviation of freshly initialised matrices.", minimum: 0);

    public static ConfigKey RmsNormEps { get; } = Number("rms_norm_eps", 1e-6, "Epsilon of the norms.", minimum: 0);

    public static ConfigKey UseCache { get; } = Flag("use_cache", true, "Whether generation keeps keys and values; carried into config.json.");

    public static ConfigKey TieWordEmbeddings { get; } = Flag("tie_word_embeddings", false, "Whether the head is the embedding.");

    public static ConfigKey RopeTheta { get; } = Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1);

    public static ConfigKey RotaryShare(string name, double value) => Number(name, value, "Share of each head that is turned.", minimum: 0) with { Maximum = 1 };

    public static ConfigKey AttentionDropout { get; } = new(
        "attention_dropout", "AttentionDropout", ConfigKind.Number, ConfigValue.Of(0.0), "Dropout of attention weights; only 0 is supported.")
    {
        Minimum = 0,
        Maximum = 0,
    };

    public static ConfigKey PadTokenId { get; } = TokenId("pad_token_id", null, "Token that fills short rows.");

    public static ConfigKey BosTokenId { get; } = TokenId("bos_token_id", 1, "Token that begins a text.");

    public static ConfigKey EosTokenId { get; } = TokenId("eos_token_id", 2, "Token that ends a text.");

    public static ConfigKey DtypeKey { get; } = new(
        "dtype", "Dtype", ConfigKind.Text, null, "Data type of the weights; that of the checkpoint where it is not written.")
    {
        IsNullable = true,
        Aliases = EquatableArray.Of("torch_dtype"),
        Choices = Dtypes.Names.ToEquatableArray(),
    };

    public static ConfigKey RopeScalingType { get; } = new(
        "rope_scaling.rope_type", "RopeScalingType", ConfigKind.Text, null, "How rotary wavelengths are stretched: linear, dynamic, yarn or llama3.")
    {
        IsNullable = true,
        Aliases = EquatableArray.Of("rope_scaling.type"),
        Choices = EquatableArray.Of("default", "linear", "dynamic", "yarn", "llama3"),
    };

    public static ConfigKey LongRopeType { get; } = RopeScalingType with
    {
        Documentation = "How rotary wavelengths are stretched: longrope (older: su).",
        Choices = EquatableArray.Of("longrope", "su"),
    };

    public static ConfigKey RopeScalingFactor { get; } = new(
        "rope_scaling.factor", "RopeScalingFactor", ConfigKind.Number, null, "By how much rotary wavelengths are stretched.")
    {
        Minimum = 1,
    };

    public static ConfigKey RopeScalingLowFreqFactor { get; } = Number(
        "rope_scaling.low_freq_factor", 1.0, "llama3: wavelengths longer than the original context divided by this are stretched fully.", minimum: 0);

    public static ConfigKey RopeScalingHighFreqFactor { get; } = Number(
        "rope_scaling.high_freq_factor", 4.0, "llama3: wavelengths shorter than the original context divided by this stay as they are.", minimum: 0);

    public static ConfigKey RopeScalingOriginalMaxPositionEmbeddings { get; } = OptionalSize(
        "rope_scaling.original_max_position_embeddings", null, "llama3: the context before stretching.");

    /// <summary>All keys of rope_scaling but those of longrope.</summary>
    public static IReadOnlyList<ConfigKey> RopeScaling { get; } =
        [RopeScalingType, RopeScalingFactor, RopeScalingLowFreqFactor, RopeScalingHighFreqFactor, RopeScalingOriginalMaxPositionEmbeddings];

    public static ConfigKey Activation(string name, string value) => HiddenAct with
    {
        Name = name,
        PropertyName = Pascal(name),
        Default = ConfigValue.Of(value),
    };

    public static ConfigKey OptionalActivation(string name, string? value) =>
        Activation(name, value ?? "") with { Default = value is null ? null : ConfigValue.Of(value), IsNullable = true };

    public static ConfigKey Dropout(string name, double value) =>
        Number(name, value, "Dropout, carried into config.json; emitted code has none.", minimum: 0) with { Maximum = 1 };

    public static ConfigKey SoftCap(string name, double value) =>
        Number(name, value, name.StartsWith("attn", StringComparison.Ordinal) ? "Bound of attention scores; 0 or null for none." : "Bound of logits; 0 or null for none.", minimum: 0)
            with
        { IsNullable = true };

    public static ConfigKey TextKey(string name, string? value, string documentation) =>
        new(name, Pascal(name), ConfigKind.Text, value is null ? null : ConfigValue.Of(value), documentation) { IsNullable = true };

    public static ConfigKey Choice(string name, string? value, string documentation, params string[] choices) =>
        new(name, Pascal(name), ConfigKind.Text, value is null ? null : ConfigValue.Of(value), documentation + ".") { Choices = choices.ToEquatableArray() };

    public static ConfigKey OptionalNumber(string name, string documentation) =>
        new(name, Pascal(name), ConfigKind.Number, null, documentation) { IsNullable = true, Minimum = 0 };

    public static ConfigKey Unsupported(string name) => Flag(name, false, "Only false is supported.") with { IsAlwaysDefault = true };

    public static ConfigKey List(string name, ConfigKind items, string documentation) =>
        new(name, Pascal(name), ConfigKind.List, null, documentation) { IsNullable = true, ItemKind = items };

    public static ConfigKey Flag(string name, bool value, string documentation) =>
        new(name, Pascal(name), ConfigKind.Boolean, ConfigValue.Of(value), documentation);

    public static ConfigKey Number(string name, double value, string documentation, double minimum) =>
        new(name, Pascal(name), ConfigKind.Number, ConfigValue.Of(value), documentation) { Minimum = minimum };

    public static ConfigKey Size(string name, long value, string documentation) =>
        new(name, Pascal(name), ConfigKind.Integer, ConfigValue.Of(value), documentation) { Minimum = 1, Maximum = int.MaxValue };

    public static ConfigKey Depth(string name, long value) => Size(name, value, "Number of decoder layers.") with { Maximum = SizeRules.MaximumLayers };

    public static ConfigKey Experts(string name, long value) => Size(name, value, "Number of experts of a layer.") with { Maximum = SizeRules.MaximumExperts };

    public static ConfigKey OptionalSize(string name, long? value, string documentation) =>
        new(name, Pascal(name), ConfigKind.Integer, value is { } v ? ConfigValue.Of(v) : null, documentation)
        {
            IsNullable = true,
            Minimum = 1,
            Maximum = int.MaxValue,
        };

    public static ConfigKey TokenId(string name, long? value, string documentation) =>
        new(name, Pascal(name), ConfigKind.Integer, value is { } v ? ConfigValue.Of(v) : null, documentation)
        {
            IsNullable = true,
            Minimum = -1,
            Maximum = int.MaxValue,
        };

    /// <summary><c>rope_scaling.factor</c> → <c>RopeScalingFactor</c>.</summary>
    public static string Pascal(string name)
    {
        var pascal = new StringBuilder(name.Length);
        foreach (string word in name.Split(['_', '.'], StringSplitOptions.RemoveEmptyEntries))
        {
            pascal.Append(char.ToUpperInvariant(word[0])).Append(word, 1, word.Length - 1);
        }

        return pascal.ToString();
    }
}
