using Solar.Specs;

namespace Solar.Families;

/// <summary>Qwen2 without biases, queries and keys normed (Qwen3Config of transformers).</summary>
internal sealed class Qwen3Family : Family
{
    public override string ModelType => "qwen3";

    public override string Architecture => "Qwen3ForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("qwen3",
    [
        CommonKeys.Flag("attention_bias", false, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", null, "Token that begins a text."),
        CommonKeys.TokenId("eos_token_id", null, "Token that ends a text."),
        CommonKeys.OptionalSize("head_dim", 128, "Width of one head."),
        CommonKeys.Activation("hidden_act", "silu"),
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(22016),
        CommonKeys.List("layer_types", ConfigKind.Text, "For each layer sliding_attention or full_attention; where it is not written, use_sliding_window and max_window_layers say it."),
        CommonKeys.MaxPositionEmbeddings(32768),
        CommonKeys.Size("max_window_layers", 28, "With use_sliding_window, the number of lowest layers that see all positions.") with { Minimum = 0 },
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(32),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Number("rms_norm_eps", 1e-6, "Epsilon of the norms.", minimum: 0),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.OptionalSize("sliding_window", 4096, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.Flag("use_sliding_window", false, "Whether the upper layers see the latest positions alone."),
        CommonKeys.VocabSize(151936),
    ]);

    public override ConfigValues Normalize(ConfigValues values) => WithoutZeroWindow(values);

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with
        {
            QueryKeyValueBias = Flag(values, "attention_bias"),
            OutputBias = Flag(values, "attention_bias"),
            QueryKeyNorm = QueryKeyNorm.PerHead,
        };
        var layer = new LayerSpec(
            attention, new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false));
        return WithWindows(values, Decoder(values, layer) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
        });
    }

    protected override bool SlidesByRule(ConfigValues values, int layer) =>
        Flag(values, "use_sliding_window") && layer >= Integer(values, "max_window_layers");
}
