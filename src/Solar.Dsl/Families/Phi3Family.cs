using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Phi-3: fused projections, longrope (Phi3Config of transformers 4.46).</summary>
internal sealed class Phi3Family : Family
{
    public override string ModelType => "phi3";

    public override string Title => "Phi-3";

    public override string Architecture => "Phi3ForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("phi3",
    [
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", 1, "Token that begins a text."),
        CommonKeys.Dropout("embd_pdrop", 0.0),
        CommonKeys.TokenId("eos_token_id", 32000, "Token that ends a text."),
        CommonKeys.Activation("hidden_act", "silu"),
        CommonKeys.HiddenSize(3072),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(8192),
        CommonKeys.MaxPositionEmbeddings(4096),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(null),
        CommonKeys.Size("original_max_position_embeddings", 4096, "The context before stretching."),
        CommonKeys.TokenId("pad_token_id", 32000, "Token that fills short rows."),
        CommonKeys.Number("partial_rotary_factor", 1.0, "Share of each head that is turned.", minimum: 0),
        CommonKeys.Dropout("resid_pdrop", 0.0),
        CommonKeys.Number("rms_norm_eps", 1e-5, "Epsilon of the norms.", minimum: 0),
        CommonKeys.LongRopeType,
        CommonKeys.List("rope_scaling.long_factor", ConfigKind.Number, "longrope: the factor of each wavelength beyond the original context."),
        CommonKeys.List("rope_scaling.short_factor", ConfigKind.Number, "longrope: the factor of each wavelength within the original context."),
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.OptionalSize("sliding_window", null, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(32064),
    ]);

    public override ConfigValues Normalize(ConfigValues values) => WithoutZeroWindow(values);

    public override ConfigValue? InForce(DecoderSpec spec, ConfigKey key) =>
        key.Name == WindowKey ? spec.Attention.SlidingWindow is { } window ? ConfigValue.Of((long)window) : ConfigValue.Null : base.InForce(spec, key);

    public override int? RotaryDim(ConfigValues values, int headDim) => (int)(headDim * Number(values, "partial_rotary_factor"));

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with { SlidingWindow = SizeOrNull(values, "sliding_window") };
        var mlp = new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false);
        return Decoder(values, new LayerSpec(attention, mlp)) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), RotaryDim(values, attention.HeadDim)!.Value, LongRope(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
            Layout = CheckpointLayout.Llama with
            {
                Attention = new AttentionNames { Layout = ProjectionLayout.Concatenated },
                Mlp = new MlpNames { GateUp = "gate_up_proj" },
            },
        };
    }

    private RopeScalingSpec? LongRope(ConfigValues values)
    {
        if (Text(values, "rope_scaling.rope_type") is not ("longrope" or "su"))
        {
            return null;
        }

        int original = Integer(values, "original_max_position_embeddings");
        return new RopeScalingSpec("longrope", (double)Integer(values, "max_position_embeddings") / original, 0, 0, original)
        {
            ShortFactor = Items(values, "rope_scaling.short_factor").Select(factor => factor.AsNumber()).ToEquatableArray(),
            LongFactor = Items(values, "rope_scaling.long_factor").Select(factor => factor.AsNumber()).ToEquatableArray(),
        };
    }
}
