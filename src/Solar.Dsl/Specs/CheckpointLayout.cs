namespace Solar.Specs;

/// <summary>
/// What the tensors of a family's checkpoints are called, and how they are laid out. The defaults are Llama's, which most families share.
/// The last part of a name, in C# casing, is the property of the emitted module: <c>q_proj</c> is <c>QProj</c>.
/// </summary>
public sealed record CheckpointLayout
{
    /// <summary>Llama's names.</summary>
    public static CheckpointLayout Llama { get; } = new();

    /// <summary>What everything below the head is within.</summary>
    public string Backbone { get; init; } = "model";

    /// <summary>The embedding of tokens, within the backbone.</summary>
    public string Embedding { get; init; } = "embed_tokens";

    /// <summary>Learned positions, within the backbone.</summary>
    public string Positions { get; init; } = "embed_positions";

    /// <summary>The layers, within the backbone.</summary>
    public string Layers { get; init; } = "layers";

    /// <summary>The norm after the last layer, within the backbone.</summary>
    public string FinalNorm { get; init; } = "norm";

    /// <summary>The language-model head.</summary>
    public string Head { get; init; } = "lm_head";

    /// <summary>The norms of a layer.</summary>
    public NormNames Norms { get; init; } = new("input_layernorm", "", "post_attention_layernorm", "");

    /// <summary>Self-attention within a layer.</summary>
    public AttentionNames Attention { get; init; } = new();

    /// <summary>The feed-forward block within a layer.</summary>
    public MlpNames Mlp { get; init; } = new();

    /// <summary>The mixture of experts within a layer.</summary>
    public ExpertNames Experts { get; init; } = new();

    /// <summary>Whether linear maps of layers store their weight as [in, out] (GPT-2's Conv1D).</summary>
    public bool IsTransposed { get; init; }

    /// <summary>What every tensor of a layer begins with, before its number.</summary>
    public string LayerPrefix => $"{Backbone}.{Layers}.";
}

/// <summary>Names of the norms of a layer; empty where the family has none there.</summary>
/// <param name="BeforeAttention">Read by attention; with <see cref="ResidualKind.ParallelSharedNorm"/> by both blocks.</param>
/// <param name="AfterAttention">Of what attention wrote.</param>
/// <param name="BeforeMlp">Read by the feed-forward block.</param>
/// <param name="AfterMlp">Of what the feed-forward block wrote.</param>
public sealed record NormNames(string BeforeAttention, string AfterAttention, string BeforeMlp, string AfterMlp);

/// <summary>How the projections to queries, keys and values are stored.</summary>
public enum ProjectionLayout
{
    /// <summary>As three matrices.</summary>
    Separate,

    /// <summary>As one: all queries, all keys, all values.</summary>
    Concatenated,

    /// <summary>As one: for each key/value head its queries, its key, its value.</summary>
    Interleaved,
}

/// <summary>Names within self-attention.</summary>
public sealed record AttentionNames
{
    /// <summary>The block.</summary>
    public string Name { get; init; } = "self_attn";

    /// <summary>How q, k and v are stored.</summary>
    public ProjectionLayout Layout { get; init; }

    /// <summary>Queries.</summary>
    public string Query { get; init; } = "q_proj";

    /// <summary>Keys.</summary>
    public string Key { get; init; } = "k_proj";

    /// <summary>Values.</summary>
    public string Value { get; init; } = "v_proj";

    /// <summary>All three, where they are one matrix.</summary>
    public string Fused { get; init; } = "qkv_proj";

    /// <summary>Output.</summary>
    public string Output { get; init; } = "o_proj";

    /// <summary>Norm of queries.</summary>
    public string QueryNorm { get; init; } = "q_norm";

    /// <summary>Norm of keys.</summary>
    public string KeyNorm { get; init; } = "k_norm";
}

/// <summary>Names within a feed-forward block.</summary>
public sealed record MlpNames
{
    /// <summary>The block.</summary>
    public string Name { get; init; } = "mlp";

    /// <summary>The gate.</summary>
    public string Gate { get; init; } = "gate_proj";

    /// <summary>What is gated, or the only way in.</summary>
    public string Up { get; init; } = "up_proj";

    /// <summary>The way back.</summary>
    public string Down { get; init; } = "down_proj";

    /// <summary>Gate and up as one matrix, in this order; null where they are two.</summary>
    public string? GateUp { get; init; }

    /// <summary>Whether the family's code has up before the gate.</summary>
    public bool UpFirst { get; init; }
}

/// <summary>Names within a mixture of experts.</summary>
public sealed record ExpertNames
{
    /// <summary>The block.</summary>
    public string Name { get; init; } = "mlp";

    /// <summary>The router.</summary>
    public string Router { get; init; } = "gate";

    /// <summary>The list of experts.</summary>
    public string List { get; init; } = "experts";

    /// <summary>Within one expert.</summary>
    public MlpNames Expert { get; init; } = new();

    /// <summary>The block that every position goes through.</summary>
    public string Shared { get; init; } = "shared_expert";

    /// <summary>Its gate.</summary>
    public string SharedGate { get; init; } = "shared_expert_gate";
}
