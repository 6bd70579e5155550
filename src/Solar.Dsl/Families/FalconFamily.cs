using System;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Falcon 7B, 40B, 180B and RW (FalconConfig of transformers 4.46).</summary>
internal sealed class FalconFamily : Family
{
    public override string ModelType => "falcon";

    public override string Architecture => "FalconForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("falcon",
    [
        CommonKeys.Activation("activation", "gelu"),
        CommonKeys.Flag("alibi", false, "Whether scores fall with distance instead of rotary positions."),
        CommonKeys.AttentionDropout,
        CommonKeys.Flag("bias", false, "Whether linear maps have a bias."),
        CommonKeys.TokenId("bos_token_id", 11, "Token that begins a text."),
        CommonKeys.TokenId("eos_token_id", 11, "Token that ends a text."),
        CommonKeys.OptionalSize("ffn_hidden_size", null, "Width of the feed-forward block; four times hidden_size where it is not written."),
        CommonKeys.Dropout("hidden_dropout", 0.0),
        CommonKeys.HiddenSize(4544) with { Aliases = EquatableArray.Of("n_embed") },
        CommonKeys.InitializerRange,
        CommonKeys.Number("layer_norm_epsilon", 1e-5, "Epsilon of the norms.", minimum: 0),
        CommonKeys.MaxPositionEmbeddings(2048),
        CommonKeys.Flag("multi_query", true, "Whether all query heads read one key/value head; of no meaning with new_decoder_architecture."),
        CommonKeys.Flag("new_decoder_architecture", false, "Falcon 40B and 180B: grouped queries, and a norm before each of the parallel blocks."),
        CommonKeys.NumAttentionHeads(71) with { Aliases = EquatableArray.Of("n_head") },
        CommonKeys.NumHiddenLayers(32) with { Aliases = EquatableArray.Of("n_layer") },
        CommonKeys.OptionalSize("num_kv_heads", null, "Number of key/value heads with new_decoder_architecture; as many as query heads where it is not written.") with { Aliases = EquatableArray.Of("n_head_kv") },
        CommonKeys.OptionalSize("num_ln_in_parallel_attn", null, "Number of norms before the parallel blocks; with new_decoder_architecture 2 where it is not written."),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Flag("parallel_attn", true, "Whether attention and feed-forward block both read the layer's input."),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.Flag("tie_word_embeddings", true, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(65024),
    ]);

    // transformers 4.46 folds the bias into the causal mask, and its eager attention, which is the reference here, adds it again before
    // it divides scores by the root of the head size.
    private const double AlibiCount = 2;

    public override string KeyValueHeadsKey => "num_kv_heads";

    public override ConfigValue? InForce(DecoderSpec spec, ConfigKey key) => key.Name switch
    {
        "num_kv_heads" or "ffn_hidden_size" or "num_ln_in_parallel_attn" => Vocabulary.Value(spec.Config, key.Name) is { IsNull: false } written
            ? written
            : Computed(spec.Config, key.Name) ?? ConfigValue.Null,
        _ => base.InForce(spec, key),
    };

    public override ConfigValue? Computed(ConfigValues values, string key) => key switch
    {
        "ffn_hidden_size" => ConfigValue.Of(4L * Integer(values, "hidden_size")),
        "num_ln_in_parallel_attn" => Flag(values, "new_decoder_architecture") ? ConfigValue.Of(2L) : null,
        _ => base.Computed(values, key),
    };

    public override int? RotaryDim(ConfigValues values, int headDim) => Flag(values, "alibi") ? null : headDim;

    public override int KeyValueHeads(ConfigValues values) =>
        Flag(values, "new_decoder_architecture") ? base.KeyValueHeads(values) : Flag(values, "multi_query") ? 1 : Integer(values, "num_attention_heads");

    public override DecoderSpec Lower(ConfigValues values)
    {
        bool bias = Flag(values, "bias"), isNew = Flag(values, "new_decoder_architecture");
        AttentionSpec attention = DeclaredHeads(values) with { QueryKeyValueBias = bias, OutputBias = bias };
        int width = OptionalInteger(values, "ffn_hidden_size") ?? (4 * Integer(values, "hidden_size"));
        bool twoNorms = isNew && (OptionalInteger(values, "num_ln_in_parallel_attn") ?? 2) == 2;
        bool parallel = isNew || Flag(values, "parallel_attn");
        return Decoder(values, new LayerSpec(attention, new MlpSpec(width, Text(values, "activation")!, IsGated: false, bias))) with
        {
            Positions = Flag(values, "alibi")
                ? new AlibiSpec(AlibiCount / Math.Sqrt(attention.HeadDim), IsRounded: true)
                : new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Layer, Number(values, "layer_norm_epsilon"), Bias: true),
            Residual = new ResidualSpec(
                !parallel ? ResidualKind.Sequential : twoNorms ? ResidualKind.Parallel : ResidualKind.ParallelSharedNorm, NormPlacement.Before),
            Layout = new CheckpointLayout
            {
                Backbone = "transformer",
                Embedding = "word_embeddings",
                Layers = "h",
                FinalNorm = "ln_f",
                Norms = twoNorms ? new NormNames("ln_attn", "", "ln_mlp", "") : new NormNames("input_layernorm", "", "post_attention_layernorm", ""),
                Attention = new AttentionNames
                {
                    Name = "self_attention",
                    Layout = attention.NumKeyValueHeads == 1 ? ProjectionLayout.Concatenated : ProjectionLayout.Interleaved,
                    Fused = "query_key_value",
                    Output = "dense",
                },
                Mlp = new MlpNames { Up = "dense_h_to_4h", Down = "dense_4h_to_h" },
            },
        };
    }
}
