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
        CommonKeys.RopeScalingType,
        CommonKeys.RopeScalingFactor,
        CommonKeys.RopeScalingLowFreqFactor,
        CommonKeys.RopeScalingHighFreqFactor,
        CommonKeys.RopeScalingOriginalMaxPositionEmbeddings,
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
    public override ConfigValues Normalize(ConfigValues values) =>
        values.Find("sliding_window") is { Kind: ConfigKind.Integer, Canonical: "0" } ? values.With("sliding_window", ConfigValue.Null) : values;

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with { SlidingWindow = SizeOrNull(values, "sliding_window") };
        return new DecoderSpec
        {
            Family = ModelType,
            VocabSize = Integer(values, "vocab_size"),
            HiddenSize = Integer(values, "hidden_size"),
            NumHiddenLayers = Integer(values, "num_hidden_layers"),
            MaxPositionEmbeddings = Integer(values, "max_position_embeddings"),
            LayerKinds = EquatableArray.Of(new LayerSpec(
                attention, new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: false))),
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
            Head = new HeadSpec(Flag(values, "tie_word_embeddings")),
            Layout = CheckpointLayout.Llama,
            InitializerRange = Number(values, "initializer_range"),
            Dtype = DeclaredDtype(values),
            Config = values,
        };
    }
}
