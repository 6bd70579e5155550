using Solar.Specs;

namespace Solar.Families;

/// <summary>GPT-NeoX and Pythia: partly rotary heads, parallel residual (GPTNeoXConfig of transformers 4.46).</summary>
internal sealed class GptNeoxFamily : Family
{
    public override string ModelType => "gpt_neox";

    public override string Title => "GPT-NeoX";

    public override string Architecture => "GPTNeoXForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("gpt_neox",
    [
        CommonKeys.Flag("attention_bias", true, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", 0, "Token that begins a text."),
        CommonKeys.Dropout("classifier_dropout", 0.1),
        CommonKeys.TokenId("eos_token_id", 2, "Token that ends a text."),
        CommonKeys.Activation("hidden_act", "gelu"),
        CommonKeys.Dropout("hidden_dropout", 0.0),
        CommonKeys.HiddenSize(6144),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(24576),
        CommonKeys.Number("layer_norm_eps", 1e-5, "Epsilon of the norms.", minimum: 0),
        CommonKeys.MaxPositionEmbeddings(2048),
        CommonKeys.NumAttentionHeads(64),
        CommonKeys.NumHiddenLayers(44),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rotary_emb_base", 10000.0, "Base of the rotary wavelengths.", minimum: 1) with { Aliases = EquatableArray.Of("rope_theta") },
        CommonKeys.Number("rotary_pct", 0.25, "Share of each head that is turned.", minimum: 0) with { Aliases = EquatableArray.Of("partial_rotary_factor") },
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.Flag("use_parallel_residual", true, "Whether attention and feed-forward block both read the layer's input."),
        CommonKeys.VocabSize(50432),
    ]);

    public override int? RotaryDim(ConfigValues values, int headDim) => (int)(headDim * Number(values, "rotary_pct"));

    public override DecoderSpec Lower(ConfigValues values)
    {
        bool bias = Flag(values, "attention_bias");
        AttentionSpec attention = DeclaredHeads(values) with { QueryKeyValueBias = bias, OutputBias = bias };
        var mlp = new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: false, Bias: true);
        return Decoder(values, new LayerSpec(attention, mlp)) with
        {
            Positions = new RotaryEmbeddingSpec(
                Number(values, "rotary_emb_base"), RotaryDim(values, attention.HeadDim)!.Value, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Layer, Number(values, "layer_norm_eps"), Bias: true),
            Residual = new ResidualSpec(
                Flag(values, "use_parallel_residual") ? ResidualKind.Parallel : ResidualKind.Sequential, NormPlacement.Before),
            Layout = new CheckpointLayout
            {
                Backbone = "gpt_neox",
                Embedding = "embed_in",
                FinalNorm = "final_layer_norm",
                Head = "embed_out",
                Attention = new AttentionNames
                {
                    Name = "attention",
                    Layout = ProjectionLayout.Interleaved,
                    Fused = "query_key_value",
                    Output = "dense",
                },
                Mlp = new MlpNames { Up = "dense_h_to_4h", Down = "dense_4h_to_h" },
            },
        };
    }
}
