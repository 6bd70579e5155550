using Solar.Specs;

namespace Solar.Families;

/// <summary>Llama 1 to 3.1 (LlamaConfig of transformers 4.46), which is SOLAR 10.7B's own family.</summary>
internal sealed class LlamaFamily : Family
{
    public override string ModelType => "llama";

    public override string Architecture => "LlamaForCausalLM";

    public override Vocabulary Vocabulary { get; } = new("llama",
    [
        CommonKeys.Flag("attention_bias", false, "Whether the attention projections have a bias."),
        CommonKeys.AttentionDropout,
        CommonKeys.BosTokenId,
        CommonKeys.EosTokenId,
        CommonKeys.HeadDim,
        CommonKeys.HiddenAct,
        CommonKeys.HiddenSize(4096),
        CommonKeys.InitializerRange,
        CommonKeys.IntermediateSize(11008),
        CommonKeys.MaxPositionEmbeddings(2048),
        CommonKeys.Flag("mlp_bias", false, "Whether the feed-forward projections have a bias."),
        CommonKeys.NumAttentionHeads(32),
        CommonKeys.NumHiddenLayers(32),
        CommonKeys.NumKeyValueHeads(null),
        CommonKeys.PadTokenId,
        CommonKeys.Size("pretraining_tp", 1, "Tensor-parallel rank of pretraining; only 1 is supported.") with { Maximum = 1 },
        CommonKeys.RmsNormEps,
        .. CommonKeys.RopeScaling,
        CommonKeys.RopeTheta,
        CommonKeys.TieWordEmbeddings,
        CommonKeys.DtypeKey,
        CommonKeys.UseCache,
        CommonKeys.VocabSize(32000),
    ]);

    public override DecoderSpec Lower(ConfigValues values)
    {
        AttentionSpec attention = DeclaredHeads(values) with
        {
            QueryKeyValueBias = Flag(values, "attention_bias"),
            OutputBias = Flag(values, "attention_bias"),
        };
        var mlp = new MlpSpec(Integer(values, "intermediate_size"), Text(values, "hidden_act")!, IsGated: true, Bias: Flag(values, "mlp_bias"));
        return Decoder(values, new LayerSpec(attention, mlp)) with
        {
            Positions = new RotaryEmbeddingSpec(Number(values, "rope_theta"), attention.HeadDim, DeclaredRopeScaling(values)),
            Norm = new NormSpec(NormKind.Rms, Number(values, "rms_norm_eps")),
        };
    }
}
