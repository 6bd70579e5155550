using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Families;

/// <summary>A decoder that is declared by its components. Its config.json is of our own form, and its tensors have Llama's names.</summary>
internal sealed class DecoderFamily : Family
{
    private const string Rotary = "rotary_embedding", Experts = "mixture_of_experts";

    public override string ModelType => "decoder";

    public override string ConfigModelType => "solar_decoder";

    public override string Architecture => "SolarDecoderForCausalLM";

    public override Vocabulary Vocabulary => DecoderVocabulary.All;

    public override string HeadsKey => "attention.num_attention_heads";

    public override string KeyValueHeadsKey => "attention.num_key_value_heads";

    public override string HeadDimKey => "attention.head_dim";

    public override string WindowKey => "attention.sliding_window";

    public override string RopePrefix => Rotary;

    public override string LayerTypesKey => "attention.layer_types";

    public override string? RotaryShareKey => Rotary + ".partial_rotary_factor";

    public override string DenseLayersKey => Experts + ".mlp_only_layers";

    public override (string Experts, string PerToken)? ExpertKeys => ($"{Experts}.num_experts", $"{Experts}.num_experts_per_tok");

    /// <summary>The components that are declared.</summary>
    public static IReadOnlyList<string> Components(ConfigValues values) =>
        values.Find(DecoderVocabulary.ComponentsKey) is { Kind: ConfigKind.List } list ? list.AsItems() : [];

    public override ConfigValues Normalize(ConfigValues values) => WithoutZero(values, WindowKey);

    public override ConfigValue? InForce(DecoderSpec spec, ConfigKey key)
    {
        int dot = key.Name.IndexOf('.');
        return dot > 0 && !Components(spec.Config).Contains(key.Name.Substring(0, dot)) ? null : base.InForce(spec, key);
    }

    public override int? RotaryDim(ConfigValues values, int headDim) =>
        Components(values).Contains(Rotary) ? base.RotaryDim(values, headDim) : null;

    public override DecoderSpec Lower(ConfigValues values)
    {
        IReadOnlyList<string> components = Components(values);
        AttentionSpec attention = Attention(values, components);
        FeedForwardSpec? dense = Dense(values, components);
        FeedForwardSpec? sparse = components.Contains(Experts) ? Mixture(values) : null;
        DecoderSpec spec = Decoder(values, new LayerSpec(attention, (sparse ?? dense)!)) with
        {
            Positions = Positions(values, components, attention),
            Norm = Norm(values, components),
            Residual = Residual(values),
            EmbeddingScale = OptionalNumber(values, "embedding_scale"),
            Head = new HeadSpec(Flag(values, "tie_word_embeddings"), Flag(values, "head_bias"), CapOrNull(values, "final_logit_softcapping")),
        };
        spec = spec with { Layout = Layout(spec.Residual) };
        return WithWindows(values, Patterned(spec, layer => new LayerSpec(attention, (IsSparse(values, layer) ? sparse ?? dense : dense ?? sparse)!)));
    }

    // A recipe's layers have no period: kinds are written layer by layer.
    public override ConfigValues WithLayers(ConfigValues values, DecoderSpec spec)
    {
        ConfigValues deeper = base.WithLayers(values, spec);
        int[] layers = [.. Enumerable.Range(0, spec.NumHiddenLayers)];
        int[] dense = [.. layers.Where(layer => spec.LayerAt(layer).Mlp is not MixtureOfExpertsSpec)];
        return !Components(values).Contains(Experts) || layers.All(layer => IsSparse(deeper, layer) == !dense.Contains(layer))
            ? deeper
            : deeper.With($"{Experts}.decoder_sparse_step", ConfigValue.Of(1L))
                .With($"{Experts}.mlp_only_layers", ConfigValue.OfList(dense.Select(layer => ConfigValue.Of((long)layer))));
    }

    private AttentionSpec Attention(ConfigValues values, IReadOnlyList<string> components) => DeclaredHeads(values) with
    {
        Module = components.Contains(OwnComponent.Attention.Word) ? OwnComponent.Attention.Lower(values) : null,
        QueryKeyValueBias = Flag(values, "attention.qkv_bias"),
        OutputBias = Flag(values, "attention.output_bias"),
        QueryKeyNorm = Text(values, "attention.qk_norm") switch
        {
            "per_head" => QueryKeyNorm.PerHead,
            "whole" => QueryKeyNorm.Whole,
            _ => QueryKeyNorm.None,
        },
        Scale = OptionalNumber(values, "attention.query_pre_attn_scalar") is > 0 and double scalar ? 1 / Math.Sqrt(scalar) : null,
        SoftCap = CapOrNull(values, "attention.attn_logit_softcapping"),
    };

    private PositionSpec Positions(ConfigValues values, IReadOnlyList<string> components, AttentionSpec attention)
    {
        if (components.Contains("alibi"))
        {
            return new AlibiSpec(Number(values, "alibi.scale"));
        }

        return components.Contains(Rotary)
            ? new RotaryEmbeddingSpec(Number(values, Rotary + ".rope_theta"), RotaryDim(values, attention.HeadDim)!.Value, DeclaredRopeScaling(values))
            : new LearnedPositionsSpec(SizeOrNull(values, "learned_positions.num_positions") ?? Integer(values, "max_position_embeddings"));
    }

    /// <summary>What a key in the shape of an own module's parameter stands for: a key of the module, of attention or of the decoder; null for none.</summary>
    internal static long? SizeOf(ConfigValues values, OwnComponent component, string name) => name switch
    {
        "num_key_value_heads" => Decoding.KeyValueHeads(values),
        "head_dim" => (DecoderVocabulary.All.Value(values, Decoding.HeadDimKey) is { IsNull: false } written ? written : Decoding.Computed(values, Decoding.HeadDimKey)!.Value).AsInteger(),
        _ => new[] { $"{component.Word}.{name}", name, "attention." + name }
            .Select(key => DecoderVocabulary.All.Value(values, key))
            .FirstOrDefault(value => value is { Kind: ConfigKind.Integer })?.AsInteger(),
    };

    private FeedForwardSpec? Dense(ConfigValues values, IReadOnlyList<string> components)
    {
        if (components.Contains(OwnComponent.Mlp.Word))
        {
            return new OwnMlpSpec(OwnComponent.Mlp.Lower(values), Integer(values, "own_mlp.intermediate_size"));
        }

        bool gated = components.Contains("gated_mlp");
        string word = gated ? "gated_mlp" : "mlp";
        return components.Contains(word)
            ? new MlpSpec(Integer(values, word + ".intermediate_size"), Text(values, word + ".hidden_act")!, gated, Flag(values, word + ".bias"))
            : null;
    }

    private MixtureOfExpertsSpec Mixture(ConfigValues values)
    {
        MlpSpec Expert(int size) => new(size, Text(values, Experts + ".hidden_act")!, IsGated: true, Bias: false);
        return new MixtureOfExpertsSpec(
            Integer(values, Experts + ".num_experts"), Integer(values, Experts + ".num_experts_per_tok"), Expert(Integer(values, Experts + ".intermediate_size")),
            Flag(values, Experts + ".norm_topk_prob"))
        {
            SharedExpert = SizeOrNull(values, Experts + ".shared_expert_intermediate_size") is { } size ? Expert(size) : null,
            SharedExpertGate = Flag(values, Experts + ".shared_expert_gate"),
            RouterAuxLossCoefficient = Number(values, Experts + ".router_aux_loss_coef"),
        };
    }

    private bool IsSparse(ConfigValues values, int layer) =>
        !Items(values, Experts + ".mlp_only_layers").Any(item => item.AsInteger() == layer)
        && (layer + 1) % Integer(values, Experts + ".decoder_sparse_step") == 0;

    private NormSpec Norm(ConfigValues values, IReadOnlyList<string> components)
    {
        if (components.Contains(OwnComponent.Norm.Word))
        {
            return new NormSpec(NormKind.Rms, Number(values, "own_norm.eps")) { Module = OwnComponent.Norm.Lower(values) };
        }

        return components.Contains("layer_norm")
            ? new NormSpec(NormKind.Layer, Number(values, "layer_norm.eps"), Flag(values, "layer_norm.bias"))
            : new NormSpec(Flag(values, "rms_norm.plus_one") ? NormKind.RmsPlusOne : NormKind.Rms, Number(values, "rms_norm.eps"));
    }

    private ResidualSpec Residual(ConfigValues values) => new(
        Text(values, "residual.kind") switch
        {
            "parallel" => ResidualKind.Parallel,
            "parallel_shared_norm" => ResidualKind.ParallelSharedNorm,
            _ => ResidualKind.Sequential,
        },
        Text(values, "residual.norms") switch
        {
            "after" => NormPlacement.After,
            "sandwich" => NormPlacement.Sandwich,
            _ => NormPlacement.Before,
        });

    // Where there are norms after the blocks, they have the names of OLMo 2 and Gemma 2.
    private static CheckpointLayout Layout(ResidualSpec residual) => residual.Norms switch
    {
        NormPlacement.After => CheckpointLayout.Llama with { Norms = new NormNames("", "post_attention_layernorm", "", "post_feedforward_layernorm") },
        NormPlacement.Sandwich => CheckpointLayout.Llama with
        {
            Norms = new NormNames("input_layernorm", "post_attention_layernorm", "pre_feedforward_layernorm", "post_feedforward_layernorm"),
        },
        _ => CheckpointLayout.Llama,
    };
}
