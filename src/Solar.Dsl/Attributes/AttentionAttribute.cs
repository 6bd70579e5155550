using System;

namespace Solar;

/// <summary>Self-attention of a <see cref="DecoderAttribute"/>: multi-head, grouped or of one key/value head.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AttentionAttribute : Attribute
{
    /// <summary>Bound of scores; none where it is not written.</summary>
    public double AttnLogitSoftcapping { get; set; }

    /// <summary>Width of one head; hidden_size / num_attention_heads where it is not written.</summary>
    public int HeadDim { get; set; }

    /// <summary>sliding_attention or full_attention of each layer; a shorter list is repeated upwards. All layers slide where it is not written and sliding_window is.</summary>
    public string[]? LayerTypes { get; set; }

    /// <summary>Number of query heads. Default: 32.</summary>
    public int NumAttentionHeads { get; set; } = 32;

    /// <summary>Number of key/value heads; as many as query heads where it is not written.</summary>
    public int NumKeyValueHeads { get; set; }

    /// <summary>Whether the output projection has a bias. Default: false.</summary>
    public bool OutputBias { get; set; }

    /// <summary>Norm of queries and keys: <c>none</c>, <c>per_head</c>, <c>whole</c>. Default: <c>none</c>.</summary>
    public string QkNorm { get; set; } = "none";

    /// <summary>Whether the projections to queries, keys and values have a bias. Default: false.</summary>
    public bool QkvBias { get; set; }

    /// <summary>Scores are divided by the root of this; by that of the head size where it is not written.</summary>
    public double QueryPreAttnScalar { get; set; }

    /// <summary>Number of latest positions that a query sees; 0 or null for all.</summary>
    public int SlidingWindow { get; set; }
}
