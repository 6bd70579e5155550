using System;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Gemma: scaled embeddings, norms of 1 + weight, wide heads (GemmaConfig of transformers 4.46).</summary>
internal sealed class GemmaFamily : Family
{
    public override string ModelType => "gemma";

    public override string Architecture => "GemmaForCausalLM";

    private const string Activation = "gelu_pytorch_tanh";

    public override Vocabulary Vocabulary { get; } = new("gemma",
    [
        CommonKeys.Flag("attention_bias", false, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", 2, "Token that begins a text."),
        CommonKeys.TokenId("eos_token_id", 1, "Token that ends a text."),
        CommonKeys.OptionalSize("head_dim", 256, "Width of one head."),
        CommonKeys.OptionalActivation("hidden_activation", null),
        CommonKeys.Activation("hidden_act", Activation),
        CommonKeys.HiddenSize(3072),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(24576),
        CommonKeys.MaxPositionEmbeddings(8192),
        CommonKeys.NumAttentionHeads(16),
        CommonKeys.NumHiddenLayers(28),
        CommonKeys.NumKeyValueHeads(16),
        CommonKeys.TokenId("pad_token_id", 0, "Token that fills short rows."),
        CommonKeys.Number("rms_norm_eps", 1e-6, "Epsilon of the norms.", minimum: 0),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.Flag("tie_word_embeddings", true, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(256000),
    ]);

    /// <summary>Older files write hidden_act alone, and the class computes tanh's approximation whatever it says.</summary>
    public override ConfigValue? Computed(ConfigValues values, string key) =>
        key == "hidden_activation" ? ConfigValue.Of(Activation) : base.Computed(values, key);

    public override DecoderSpec Lower(ConfigValues values)
    {
        bool bias = Flag(values, "attention_bias");
        AttentionSpec attention = DeclaredHeads(values) with { QueryKeyValueBias = bias, OutputBias = bias };
        string activation = Text(values, "hidden_activation") ?? Activation;
        return Decoder(values, new LayerSpec(attention, new MlpSpec(Integer(values, "intermediate_size"), activation, IsGated: true, Bias: false))) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.RmsPlusOne, Number(values, "rms_norm_eps")),
            EmbeddingScale = Math.Sqrt(Integer(values, "hidden_size")),
        };
    }
}
