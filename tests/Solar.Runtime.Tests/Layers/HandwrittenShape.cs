using System.IO;
using System.Text.Json;
using Solar.Runtime.Layers;

namespace Solar.Runtime.Tests.Layers;

/// <summary>The sizes of a handwritten Llama; an emitted module has them as literals.</summary>
internal sealed record HandwrittenShape
{
    public int Hidden { get; init; } = 32;
    public int Intermediate { get; init; } = 48;
    public int Layers { get; init; } = 2;
    public int Heads { get; init; } = 4;
    public int KeyValueHeads { get; init; } = 2;
    public int HeadDim { get; init; } = 8;
    public int Vocab { get; init; } = 64;
    public int MaxPositions { get; init; } = 64;
    public double Eps { get; init; } = 1e-5;
    public double Theta { get; init; } = 10_000;
    public RopeScaling? Scaling { get; init; }
    public long? Window { get; init; }
    public bool IsTied { get; init; }
    public bool HasAttentionBias { get; init; }
    public bool HasMlpBias { get; init; }

    /// <summary>The sizes that a Llama's or Mistral's config.json has.</summary>
    public static HandwrittenShape Read(string directory)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(directory, "config.json")));
        JsonElement config = document.RootElement;
        int hidden = config.GetProperty("hidden_size").GetInt32();
        int heads = config.GetProperty("num_attention_heads").GetInt32();
        return new HandwrittenShape
        {
            Hidden = hidden,
            Intermediate = config.GetProperty("intermediate_size").GetInt32(),
            Layers = config.GetProperty("num_hidden_layers").GetInt32(),
            Heads = heads,
            KeyValueHeads = config.GetProperty("num_key_value_heads").GetInt32(),
            HeadDim = config.TryGetProperty("head_dim", out JsonElement headDim) ? headDim.GetInt32() : hidden / heads,
            Vocab = config.GetProperty("vocab_size").GetInt32(),
            MaxPositions = config.GetProperty("max_position_embeddings").GetInt32(),
            Eps = config.GetProperty("rms_norm_eps").GetDouble(),
            Theta = config.GetProperty("rope_theta").GetDouble(),
            Scaling = Optional(config, "rope_scaling") is { } scaling ? ReadScaling(scaling) : null,
            Window = Optional(config, "sliding_window")?.GetInt64(),
            IsTied = Flag(config, "tie_word_embeddings"),
            HasAttentionBias = Flag(config, "attention_bias"),
            HasMlpBias = Flag(config, "mlp_bias"),
        };
    }

    private static RopeScaling ReadScaling(JsonElement scaling) => scaling.GetProperty("rope_type").GetString() switch
    {
        "llama3" => RopeScaling.Llama3(
            scaling.GetProperty("factor").GetDouble(),
            scaling.GetProperty("low_freq_factor").GetDouble(),
            scaling.GetProperty("high_freq_factor").GetDouble(),
            scaling.GetProperty("original_max_position_embeddings").GetInt32()),
        _ => RopeScaling.Linear(scaling.GetProperty("factor").GetDouble()),
    };

    private static bool Flag(JsonElement config, string key) => Optional(config, key)?.GetBoolean() ?? false;

    private static JsonElement? Optional(JsonElement config, string key) =>
        config.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
