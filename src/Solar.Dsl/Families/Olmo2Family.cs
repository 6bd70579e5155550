using Solar.Specs;

namespace Solar.Families;

/// <summary>OLMo 2: norms after each block, queries and keys normed as a whole (Olmo2Config of transformers).</summary>
internal sealed class Olmo2Family : Family
{
    public override string ModelType => "olmo2";

    public override string Title => "OLMo 2";

    public override string Architecture => "Olmo2ForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("olmo2",
    [
        CommonKeys.Flag("attention_bias", false, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", null, "Token that begins a text."),
        CommonKeys.TokenId("eos_token_id", 50279, "Token that ends a text."),
        CommonKeys.Activation("hidden_act", "silu"),
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(11008),
        CommonKeys.MaxPositionEmbeddings(2048),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(null),
        CommonKeys.TokenId("pad_token_id", 1, "Token that fills short rows."),
        CommonKeys.Number("rms_norm_eps", 1e-5, "Epsilon of the norms.", minimum: 0),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(50304),
    ]);

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with
        {
            QueryKeyValueBias = Flag(values, "attention_bias"),
            OutputBias = Flag(values, "attention_bias"),
            QueryKeyNorm = QueryKeyNorm.Whole,
        };
        return Decoder(values, new LayerSpec(attention, new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false))) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
            Residual = new ResidualSpec(ResidualKind.Sequential, NormPlacement.After),
            Layout = CheckpointLayout.Llama with { Norms = new NormNames("", "post_attention_layernorm", "", "post_feedforward_layernorm") },
        };
    }
}
