using Solar.Specs;

namespace Solar.Families;

/// <summary>The first Qwen: fused biased projections, w1 and w2 (QWenConfig of Qwen-7B's own code).</summary>
internal sealed class QwenFamily : Family
{
    public override string ModelType => "qwen";

    public override string Architecture => "QWenLMHeadModel";

    public override Vocabulary Vocabulary { get; } = new("qwen",
    [
        CommonKeys.Dropout("attn_dropout_prob", 0.0),
        CommonKeys.TokenId("bos_token_id", null, "Token that begins a text."),
        CommonKeys.Dropout("emb_dropout_prob", 0.0),
        CommonKeys.TokenId("eos_token_id", null, "Token that ends a text."),
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.Size("intermediate_size", 22016, "Twice the width of the feed-forward block: half of it is w1, half w2."),
        CommonKeys.Size("kv_channels", 128, "Width of one head."),
        CommonKeys.Number("layer_norm_epsilon", 1e-6, "Epsilon of the norms.", minimum: 0),
        CommonKeys.MaxPositionEmbeddings(8192),
        CommonKeys.Flag("no_bias", true, "Whether all projections but those to queries, keys and values have no bias."),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Number("rotary_emb_base", 10000.0, "Base of the rotary wavelengths.", minimum: 1) with { Aliases = EquatableArray.Of("rope_theta") },
        CommonKeys.RotaryShare("rotary_pct", 1.0),
        CommonKeys.Flag("scale_attn_weights", true, "Whether scores are divided by the root of the head size."),
        CommonKeys.OptionalSize("seq_length", null, "Length of the training sequences: beyond it the original code stretches wavelengths, and emitted code refuses."),
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.Flag("use_dynamic_ntk", true, "Whether wavelengths are stretched beyond seq_length; carried into config.json."),
        CommonKeys.Flag("use_logn_attn", true, "Whether queries are scaled beyond seq_length; carried into config.json."),
        CommonKeys.VocabSize(151936),
    ]);

    public override string HeadDimKey => "kv_channels";

    public override string? RotaryShareKey => "rotary_pct";

    public override DecoderSpec Lower(ConfigValues values)
    {
        bool bias = !Flag(values, "no_bias");
        AttentionSpec attention = DeclaredHeads(values) with { QueryKeyValueBias = true, OutputBias = bias, Scale = Flag(values, "scale_attn_weights") ? null : 1 };
        var mlp = new MlpSpec(Integer(values, "intermediate_size") / 2, "silu", IsGated: true, bias);
        int positions = Integer(values, "max_position_embeddings");
        return Decoder(values, new LayerSpec(attention, mlp)) with
        {
            // Beyond its training length the original code stretches wavelengths by rules of its own.
            MaxPositionEmbeddings = SizeOrNull(values, "seq_length") is { } length && length < positions ? length : positions,
            Positions = new RotaryEmbeddingSpec(Number(values, "rotary_emb_base"), RotaryDim(values, attention.HeadDim)!.Value, Scaling: null),
            Norm = new NormSpec(NormKind.Rms, Number(values, "layer_norm_epsilon")),
            Layout = new CheckpointLayout
            {
                Backbone = "transformer",
                Embedding = "wte",
                Layers = "h",
                FinalNorm = "ln_f",
                Norms = new NormNames("ln_1", "", "ln_2", ""),
                Attention = new AttentionNames { Name = "attn", Layout = ProjectionLayout.Concatenated, Fused = "c_attn", Output = "c_proj" },
                Mlp = new MlpNames { Gate = "w2", Up = "w1", Down = "c_proj", UpFirst = true },
            },
        };
    }
}
