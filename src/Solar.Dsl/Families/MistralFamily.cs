using Solar.Specs;

namespace Solar.Families;

/// <summary>Mistral 7B (MistralConfig of transformers 4.46): Llama without biases, with grouped queries and a sliding window.</summary>
internal sealed class MistralFamily : Family
{
    public override string ModelType => "mistral";

    public override string Architecture => "MistralForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("mistral",
    [
        CommonKeys.AttentionDropout,
        CommonKeys.BosTokenId,
        CommonKeys.EosTokenId,
        CommonKeys.HeadDim,
        CommonKeys.HiddenAct,
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(14336),
        CommonKeys.MaxPositionEmbeddings(131072),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(8),
        CommonKeys.PadTokenId,
        CommonKeys.RmsNormEps,
        .. CommonKeys.RopeScaling,
        CommonKeys.RopeTheta,
        CommonKeys.OptionalSize("sliding_window", 4096, "Number of latest positions that a query sees; 0 or null for all.") with { Minimum = 0 },
        CommonKeys.TieWordEmbeddings,
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(32000),
    ]);

    public override ConfigValue? InForce(DecoderSpec spec, ConfigKey key) =>
        key.Name == WindowKey ? spec.Attention.SlidingWindow is { } window ? ConfigValue.Of((long)window) : ConfigValue.Null : base.InForce(spec, key);

    // C# attributes have no null, so no window is 0 there and null in config.json.
    public override ConfigValues Normalize(ConfigValues values) => WithoutZeroWindow(values);

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with { SlidingWindow = SizeOrNull(values, "sliding_window") };
        var mlp = new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false);
        return Decoder(values, new LayerSpec(attention, mlp)) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
        };
    }
}
