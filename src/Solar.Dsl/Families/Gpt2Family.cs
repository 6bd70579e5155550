using Solar.Specs;

namespace Solar.Families;

/// <summary>GPT-2: learned positions, Conv1D weights (GPT2Config of transformers 4.46).</summary>
internal sealed class Gpt2Family : Family
{
    public override string ModelType => "gpt2";

    public override string Title => "GPT-2";

    public override string Architecture => "GPT2LMHeadModel";

    public override Vocabulary Vocabulary { get; } = new("gpt2",
    [
        CommonKeys.Activation("activation_function", "gelu_new"),
        CommonKeys.Dropout("attn_pdrop", 0.1),
        CommonKeys.TokenId("bos_token_id", 50256, "Token that begins a text."),
        CommonKeys.Dropout("embd_pdrop", 0.1),
        CommonKeys.TokenId("eos_token_id", 50256, "Token that ends a text."),
        CommonKeys.InitializerRange,
        CommonKeys.Number("layer_norm_epsilon", 1e-5, "Epsilon of the norms.", minimum: 0),
        CommonKeys.Size("n_embd", 768, "Width of the residual stream."),
        CommonKeys.Size("n_head", 12, "Number of heads."),
        CommonKeys.OptionalSize("n_inner", null, "Width of the feed-forward block; four times n_embd where it is not written."),
        CommonKeys.Depth("n_layer", 12),
        CommonKeys.Size("n_positions", 1024, "Greatest number of positions."),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Unsupported("reorder_and_upcast_attn"),
        CommonKeys.Dropout("resid_pdrop", 0.1),
        CommonKeys.Unsupported("scale_attn_by_inverse_layer_idx"),
        CommonKeys.Flag("scale_attn_weights", true, "Whether scores are divided by the root of the head size."),
        CommonKeys.Flag("tie_word_embeddings", true, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(50257),
    ]);

    public override string HiddenSizeKey => "n_embd";

    public override string DepthKey => "n_layer";

    public override string HeadsKey => "n_head";

    public override string PositionsKey => "n_positions";

    public override int? RotaryDim(ConfigValues values, int headDim) => null;

    public override ConfigValue? Computed(ConfigValues values, string key) =>
        key == "n_inner" ? ConfigValue.Of(4L * Integer(values, "n_embd")) : base.Computed(values, key);

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with
        {
            QueryKeyValueBias = true,
            OutputBias = true,
            Scale = Flag(values, "scale_attn_weights") ? null : 1,
        };
        int width = OptionalInteger(values, "n_inner") ?? (4 * Integer(values, "n_embd"));
        return Decoder(values, new LayerSpec(attention, new MlpSpec(width, Text(values, "activation_function")!, IsGated: false, Bias: true))) with
        {
            Positions = new LearnedPositionsSpec(Integer(values, "n_positions")),
            Norm = new NormSpec(NormKind.Layer, Number(values, "layer_norm_epsilon"), Bias: true),
            Layout = new CheckpointLayout
            {
                Backbone = "transformer",
                Embedding = "wte",
                Positions = "wpe",
                Layers = "h",
                FinalNorm = "ln_f",
                Norms = new NormNames("ln_1", "", "ln_2", ""),
                Attention = new AttentionNames { Name = "attn", Layout = ProjectionLayout.Concatenated, Fused = "c_attn", Output = "c_proj" },
                Mlp = new MlpNames { Up = "c_fc", Down = "c_proj" },
                IsTransposed = true,
            },
        };
    }
}
