using Solar.Specs;

namespace Solar.Families;

/// <summary>Mistral with a mixture of experts in every layer (MixtralConfig of transformers 4.46).</summary>
internal sealed class MixtralFamily : Family
{
    public override string ModelType => "mixtral";

    public override string Architecture => "MixtralForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("mixtral",
    [
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", 1, "Token that begins a text."),
        CommonKeys.TokenId("eos_token_id", 2, "Token that ends a text."),
        CommonKeys.HeadDim,
        CommonKeys.Activation("hidden_act", "silu"),
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(14336),
        CommonKeys.MaxPositionEmbeddings(131072),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.Size("num_experts_per_tok", 2, "Number of experts that each position goes through."),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(8),
        CommonKeys.Experts("num_local_experts", 8),
        CommonKeys.Flag("output_router_logits", false, "Whether the load-balancing loss is part of the training loss."),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Number("rms_norm_eps", 1e-5, "Epsilon of the norms.", minimum: 0),
        CommonKeys.Number("rope_theta", 1000000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.Number("router_aux_loss_coef", 0.001, "Share of the load-balancing loss in the training loss.", minimum: 0),
        CommonKeys.Number("router_jitter_noise", 0.0, "Noise of the router in training, carried into config.json; emitted code has none.", minimum: 0),
        CommonKeys.OptionalSize("sliding_window", null, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(32000),
    ]);

    public override ConfigValues Normalize(ConfigValues values) => WithoutZeroWindow(values);

    public override ConfigValue? InForce(DecoderSpec spec, ConfigKey key) =>
        key.Name == WindowKey ? spec.Attention.SlidingWindow is { } window ? ConfigValue.Of((long)window) : ConfigValue.Null : base.InForce(spec, key);

    public override (string Experts, string PerToken)? ExpertKeys => ("num_local_experts", "num_experts_per_tok");

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with { SlidingWindow = SizeOrNull(values, "sliding_window") };
        return Decoder(values, new LayerSpec(attention, new MixtureOfExpertsSpec(
            Integer(values, "num_local_experts"),
            Integer(values, "num_experts_per_tok"),
            new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false),
            NormTopK: true)
        {
            RouterAuxLossCoefficient = DeclaredRouterLoss(values),
        })) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, Scaling: null),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
            Layout = CheckpointLayout.Llama with
            {
                Experts = new ExpertNames { Name = "block_sparse_moe", Expert = new MlpNames { Gate = "w1", Up = "w3", Down = "w2" } },
            },
        };
    }
}
