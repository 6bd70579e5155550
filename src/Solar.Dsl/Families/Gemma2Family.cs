using System;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Gemma 2: norms on both sides of each block, soft caps, a window in every other layer (Gemma2Config of transformers 4.46).</summary>
internal sealed class Gemma2Family : Family
{
    public override string ModelType => "gemma2";

    public override string Title => "Gemma 2";

    public override string Architecture => "Gemma2ForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("gemma2",
    [
        CommonKeys.Flag("attention_bias", false, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.SoftCap("attn_logit_softcapping", 50.0),
        CommonKeys.TokenId("bos_token_id", 2, "Token that begins a text."),
        CommonKeys.TextKey("cache_implementation", "hybrid", "How transformers caches keys and values; carried into config.json."),
        CommonKeys.TokenId("eos_token_id", 1, "Token that ends a text."),
        CommonKeys.SoftCap("final_logit_softcapping", 30.0),
        CommonKeys.OptionalSize("head_dim", 256, "Width of one head."),
        CommonKeys.Activation("hidden_activation", "gelu_pytorch_tanh") with { Aliases = EquatableArray.Of("hidden_act") },
        CommonKeys.HiddenSize(2304),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(9216),
        CommonKeys.List("layer_types", ConfigKind.Text, "For each layer sliding_attention or full_attention; where it is not written, every other one from the first slides."),
        CommonKeys.MaxPositionEmbeddings(8192),
        CommonKeys.NumAttentionHeads(8),
        CommonKeys.NumHiddenLayers(26),
        CommonKeys.NumKeyValueHeads(4),
        CommonKeys.TokenId("pad_token_id", 0, "Token that fills short rows."),
        CommonKeys.Number("query_pre_attn_scalar", 256.0, "Scores are divided by the root of this.", minimum: 0),
        CommonKeys.Number("rms_norm_eps", 1e-6, "Epsilon of the norms.", minimum: 0),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.OptionalSize("sliding_window", 4096, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.Flag("tie_word_embeddings", true, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(256000),
    ]);

    public override ConfigValues Normalize(ConfigValues values) =>
        WithoutZero(WithoutZero(WithoutZeroWindow(values), "attn_logit_softcapping"), "final_logit_softcapping");

    public override DecoderSpec Lower(ConfigValues values)
    {
        bool bias = Flag(values, "attention_bias");
        AttentionSpec attention = DeclaredHeads(values) with
        {
            QueryKeyValueBias = bias,
            OutputBias = bias,
            Scale = 1 / Math.Sqrt(Number(values, "query_pre_attn_scalar")),
            SoftCap = CapOrNull(values, "attn_logit_softcapping"),
        };
        var mlp = new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_activation")!, IsGated: true, Bias: false);
        return WithWindows(values, Decoder(values, new LayerSpec(attention, mlp)) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.RmsPlusOne, Number(values, "rms_norm_eps")),
            Residual = new ResidualSpec(ResidualKind.Sequential, NormPlacement.Sandwich),
            EmbeddingScale = Math.Sqrt(Integer(values, "hidden_size")),
            Head = new HeadSpec(Flag(values, "tie_word_embeddings"), SoftCap: CapOrNull(values, "final_logit_softcapping")),
            Layout = CheckpointLayout.Llama with
            {
                Norms = new NormNames("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm"),
            },
        });
    }

    protected override bool SlidesByRule(ConfigValues values, int layer) => layer % 2 == 0;
}
