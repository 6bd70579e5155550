using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>Qwen2 with many small experts and one that is shared (Qwen2MoeConfig of transformers 4.46).</summary>
internal sealed class Qwen2MoeFamily : Family
{
    public override string ModelType => "qwen2_moe";

    public override string Title => "Qwen2-MoE";

    public override string Architecture => "Qwen2MoeForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("qwen2_moe",
    [
        CommonKeys.AttentionDropout,
        CommonKeys.TokenId("bos_token_id", null, "Token that begins a text."),
        CommonKeys.Size("decoder_sparse_step", 1, "Every how many layers there are experts."),
        CommonKeys.TokenId("eos_token_id", null, "Token that ends a text."),
        CommonKeys.Activation("hidden_act", "silu"),
        CommonKeys.HiddenSize(2048),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(5632),
        CommonKeys.List("layer_types", ConfigKind.Text, "For each layer sliding_attention or full_attention; where it is not written, use_sliding_window and max_window_layers say it."),
        CommonKeys.MaxPositionEmbeddings(32768),
        CommonKeys.Size("max_window_layers", 28, "With use_sliding_window, the number of lowest layers that see all positions.") with { Minimum = 0 },
        CommonKeys.List("mlp_only_layers", ConfigKind.Integer, "Layers without experts, from 0."),
        CommonKeys.Size("moe_intermediate_size", 1408, "Width of one expert."),
        CommonKeys.Flag("norm_topk_prob", false, "Whether the weights of the chosen experts are made to sum to one."),
        CommonKeys.NumAttentionHeads(16),
        CommonKeys.Experts("num_experts", 60),
        CommonKeys.Size("num_experts_per_tok", 4, "Number of experts that each position goes through."),
        CommonKeys.NumHiddenLayers(24),
        CommonKeys.NumKeyValueHeads(16),
        CommonKeys.Flag("output_router_logits", false, "Whether the load-balancing loss is part of the training loss."),
        CommonKeys.TokenId("pad_token_id", null, "Token that fills short rows."),
        CommonKeys.Number("rms_norm_eps", 1e-6, "Epsilon of the norms.", minimum: 0),
        .. CommonKeys.RopeScaling,
        CommonKeys.Number("rope_theta", 10000.0, "Base of the rotary wavelengths.", minimum: 1),
        CommonKeys.Number("router_aux_loss_coef", 0.001, "Share of the load-balancing loss in the training loss.", minimum: 0),
        CommonKeys.Size("shared_expert_intermediate_size", 5632, "Width of the expert that every position goes through."),
        CommonKeys.OptionalSize("sliding_window", 4096, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.Flag("tie_word_embeddings", false, "Whether the head is the embedding."),
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.Flag("use_sliding_window", false, "Whether the upper layers see the latest positions alone."),
        CommonKeys.VocabSize(151936),
    ]);

    public override ConfigValues Normalize(ConfigValues values) => WithoutZeroWindow(values);

    public override (string Experts, string PerToken)? ExpertKeys => ("num_experts", "num_experts_per_tok");

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with { QueryKeyValueBias = true };
        string activation = Text(values, "hidden_act")!;
        MlpSpec Mlp(string size) => new(Integer(values, size), activation, IsGated: true, Bias: false);

        var sparse = new LayerSpec(attention, new MixtureOfExpertsSpec(
            Integer(values, "num_experts"), Integer(values, "num_experts_per_tok"), Mlp("moe_intermediate_size"), Flag(values, "norm_topk_prob"))
        {
            SharedExpert = Mlp("shared_expert_intermediate_size"),
            SharedExpertGate = true,
            RouterAuxLossCoefficient = DeclaredRouterLoss(values),
        });
        var dense = new LayerSpec(attention, Mlp("intermediate_size"));
        DecoderSpec spec = Decoder(values, sparse) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
        };
        return WithWindows(values, Patterned(spec, layer => IsSparse(values, layer) ? sparse : dense));
    }

    // The pattern of a recipe's layers has no period: the dense ones are listed.
    public override ConfigValues WithLayers(ConfigValues values, DecoderSpec spec)
    {
        ConfigValues deeper = base.WithLayers(values, spec);
        int[] dense = [.. Enumerable.Range(0, spec.NumHiddenLayers).Where(layer => spec.LayerAt(layer).Mlp is MlpSpec)];
        return Enumerable.Range(0, spec.NumHiddenLayers).All(layer => IsSparse(deeper, layer) == !dense.Contains(layer))
            ? deeper
            : deeper.With("decoder_sparse_step", ConfigValue.Of(1L)).With("mlp_only_layers", ConfigValue.OfList(dense.Select(layer => ConfigValue.Of((long)layer))));
    }

    private bool IsSparse(ConfigValues values, int layer) =>
        !Items(values, "mlp_only_layers").Any(item => item.AsInteger() == layer) && (layer + 1) % Integer(values, "decoder_sparse_step") == 0;

    protected override bool SlidesByRule(ConfigValues values, int layer) =>
        Flag(values, "use_sliding_window") && layer >= Integer(values, "max_window_layers");
}
