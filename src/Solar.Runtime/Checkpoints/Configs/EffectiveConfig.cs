using Solar.Specs;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// What a configuration means once defaults are filled in, so that a file that leaves a key out equals one that writes the default.
/// </summary>
/// <param name="Config">What is written.</param>
/// <param name="Vocabulary">The keys and defaults that hold: those of its own family.</param>
internal readonly record struct EffectiveConfig(ConfigFile Config, Vocabulary Vocabulary)
{
    /// <summary>The value in force of a key; null where it has none.</summary>
    public ConfigValue? Value(string key)
    {
        if (!IsInForce(key))
        {
            return null;
        }

        ConfigValue? written = Config.Values.Find(key);
        ConfigValue? value = written is { IsNull: true } && Vocabulary.Find(key) is { IsNullable: false }
            ? Vocabulary.Find(key)?.Default
            : written ?? Vocabulary.Find(key)?.Default;
        return value is { IsNull: false } ? Normalize(key, value.Value) : Derived(key);
    }

    // Qwen's switch: what stands beside it means nothing while it is off, and transformers writes null when it saves such a model again.
    // Gemma's hidden_act is read by no class since there is hidden_activation.
    private bool IsInForce(string key) => key switch
    {
        "sliding_window" or "max_window_layers" => Vocabulary.Find("use_sliding_window") is null || Value("use_sliding_window") != ConfigValue.Of(false),
        "hidden_act" => Vocabulary.Find("hidden_activation") is null,
        _ => true,
    };

    /// <summary>Several spellings of "none" are one.</summary>
    private static ConfigValue? Normalize(string key, ConfigValue value) => (key, value.Canonical) switch
    {
        ("sliding_window", "0") => null,
        ("mlp_only_layers", "[]") => null,
        ("rope_scaling.rope_type", "default") => null,
        _ => value,
    };

    /// <summary>What transformers computes where a key is absent or null.</summary>
    private ConfigValue? Derived(string key) => key switch
    {
        "num_key_value_heads" => Value("num_attention_heads"),
        "head_dim" => HeadDim(),
        "rope_scaling.original_max_position_embeddings" when Value("rope_scaling.rope_type") is not null => Value("max_position_embeddings"),
        _ => Config.Family?.Computed(Config.Values, key),
    };

    private ConfigValue? HeadDim() =>
        Value("hidden_size") is { Kind: ConfigKind.Integer } hidden
        && Value("num_attention_heads") is { Kind: ConfigKind.Integer } heads
        && heads.AsInteger() > 0
            ? ConfigValue.Of(hidden.AsInteger() / heads.AsInteger())
            : null;

    /// <summary>Whether two values mean the same; 10000 and 10000.0 do.</summary>
    public static bool AreEqual(ConfigValue? a, ConfigValue? b)
    {
        if (a is not { } x || b is not { } y)
        {
            return a is null && b is null;
        }

        return IsNumber(x) && IsNumber(y) ? x.AsNumber().Equals(y.AsNumber()) : x == y;
    }

    private static bool IsNumber(ConfigValue value) => value.Kind is ConfigKind.Integer or ConfigKind.Number;
}
