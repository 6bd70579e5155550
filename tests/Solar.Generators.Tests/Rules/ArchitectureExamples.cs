using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR101 to 110.</summary>
internal static class ArchitectureExamples
{
    private const string Norm = "Solar.Runtime.Placement placement, int hiddenSize, double eps";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR101", "[Llama(NumAttentionHeads = {|SOLAR101:7|})] public partial class X;\n",
            "hidden_size 4096 is not divisible by num_attention_heads 7: change one of them, or write head_dim"),
        CSharp("SOLAR101", "[Llama(HiddenSize = {|SOLAR101:100|})] public partial class X;\n",
            "hidden_size 100 is not divisible by num_attention_heads 32: change one of them, or write head_dim"),
        Yaml("SOLAR101", "models:\n  X: { mistral: { num_attention_heads: {|SOLAR101:48|} } }\n",
            "hidden_size 4096 is not divisible by num_attention_heads 48: change one of them, or write head_dim"),
        Yaml("SOLAR101", "models:\n  X: { gpt2: { n_embd: {|SOLAR101:770|} } }\n",
            "n_embd 770 is not divisible by n_head 12: change one of them"),
        CSharp("SOLAR101", "[Falcon(HiddenSize = {|SOLAR101:4545|})] public partial class X;\n",
            "hidden_size 4545 is not divisible by num_attention_heads 71: change one of them"),
        CSharp("SOLAR102", "[Llama(NumKeyValueHeads = {|SOLAR102:5|})] public partial class X;\n",
            "num_key_value_heads 5 does not divide num_attention_heads 32: 1, 2, 4, 8, 16, 32 would fit"),
        Yaml("SOLAR102", "models:\n  X: { llama: { num_key_value_heads: {|SOLAR102:5|} } }\n",
            "num_key_value_heads 5 does not divide num_attention_heads 32: 1, 2, 4, 8, 16, 32 would fit"),
        CSharp("SOLAR102", "[Falcon(NewDecoderArchitecture = true, NumAttentionHeads = 4, HiddenSize = 64, NumKvHeads = {|SOLAR102:3|})] public partial class X;\n",
            "num_kv_heads 3 does not divide num_attention_heads 4: 1, 2, 4 would fit"),
        CSharp("SOLAR103", "[Llama(VocabSize = {|SOLAR103:-1|})] public partial class X;\n", "vocab_size = -1 is out of range: expected at least 1"),
        Yaml("SOLAR103", "models:\n  X: { llama: { rms_norm_eps: {|SOLAR103:-1e-5|} } }\n", "rms_norm_eps = -1e-05 is out of range: expected at least 0"),
        CSharp("SOLAR103", "[GptNeox(RotaryPct = {|SOLAR103:3|})] public partial class X;\n", "rotary_pct = 3 is out of range: expected 0 to 1"),
        Yaml("SOLAR103", "models:\n  X: { phi3: { partial_rotary_factor: {|SOLAR103:2|} } }\n", "partial_rotary_factor = 2 is out of range: expected 0 to 1"),
        Yaml("SOLAR103", "models:\n  X: { qwen: { rotary_pct: {|SOLAR103:1.5|} } }\n", "rotary_pct = 1.5 is out of range: expected 0 to 1"),
        CSharp("SOLAR103", "[Decoder, Attention, RotaryEmbedding(PartialRotaryFactor = {|SOLAR103:4|}), GatedMlp, RmsNorm] public partial class X;\n",
            "rotary_embedding.partial_rotary_factor = 4 is out of range: expected 0 to 1"),
        Yaml("SOLAR103", "models:\n  X: { gpt_neox: { rotary_pct: {|SOLAR103:0.001|} } }\n",
            "rotary_pct = 0.001 is out of range: expected a share that turns at least 2 of the 96 features of a head"),
        CSharp("SOLAR103", "[Qwen2Moe(MlpOnlyLayers = {|SOLAR103:[0, 99]|})] public partial class X;\n",
            "mlp_only_layers = 99 is out of range: expected 0 to 23, the places of the 24 layers"),
        Yaml("SOLAR103", "models:\n  X: { decoder: , attention: , alibi: , mixture_of_experts: { mlp_only_layers: {|SOLAR103:[-1]|} }, mlp: , rms_norm: }\n",
            "mixture_of_experts.mlp_only_layers = -1 is out of range: expected 0 to 31, the places of the 32 layers"),
        Yaml("SOLAR103", "models:\n  X: { llama: { eos_token_id: {|SOLAR103:32000|} } }\n", "eos_token_id = 32000 is out of range: expected less than vocab_size, which is 32000"),
        CSharp("SOLAR103", "[Mistral(VocabSize = 1000, PadTokenId = {|SOLAR103:1000|}, BosTokenId = -1)] public partial class X;\n",
            "pad_token_id = 1000 is out of range: expected less than vocab_size, which is 1000"),
        CSharp("SOLAR104", "[Llama(RopeScalingType = {|SOLAR104:\"linear\"|})] public partial class X;\n",
            "rope_scaling is incomplete: rope_type 'linear' needs a factor"),
        CSharp("SOLAR104", "[Llama(RopeScalingFactor = {|SOLAR104:2|})] public partial class X;\n",
            "rope_scaling is incomplete: rope_type is missing: expected default or linear or dynamic or yarn or llama3"),
        Yaml("SOLAR104", "models:\n  X: { phi3: { rope_scaling: { long_factor: {|SOLAR104:[1.0]|} } } }\n",
            "rope_scaling is incomplete: rope_type is missing: expected longrope or su"),
        Yaml("SOLAR104", "models:\n  X: { decoder: , attention: , rotary_embedding: { rope_type: {|SOLAR104:yarn|} }, mlp: , rms_norm: }\n",
            "rotary_embedding is incomplete: rope_type 'yarn' needs a factor"),
        Yaml("SOLAR104", "models:\n  X: { llama: { rope_scaling: { rope_type: {|SOLAR104:llama3|}, factor: 8 } } }\n",
            "rope_scaling is incomplete: rope_type 'llama3' needs original_max_position_embeddings"),
        CSharp("SOLAR105", "[Llama(HeadDim = {|SOLAR105:15|})] public partial class X;\n", "head_dim 15 is odd: rotary positions turn pairs of features"),
        Yaml("SOLAR105", "models:\n  X: { llama: { head_dim: {|SOLAR105:15|} } }\n", "head_dim 15 is odd: rotary positions turn pairs of features"),
        CSharp("SOLAR105", "[Llama(HiddenSize = {|SOLAR105:480|})] public partial class X;\n", "hidden_size 480 / num_attention_heads 32 = 15 is odd: rotary positions turn pairs of features"),
        Yaml("SOLAR105", "models:\n  X: { qwen: { kv_channels: {|SOLAR105:15|} } }\n", "kv_channels 15 is odd: rotary positions turn pairs of features"),
        Yaml("SOLAR105", "models:\n  X: { phi3: { partial_rotary_factor: {|SOLAR105:0.01|}, hidden_size: 3200 } }\n",
            "partial_rotary_factor 0.01 of 100 features, 1, is odd: rotary positions turn pairs of features"),
        CSharp("SOLAR106", "[Mixtral(NumLocalExperts = 4, NumExpertsPerTok = {|SOLAR106:8|})] public partial class X;\n",
            "num_experts_per_tok 8 exceeds num_local_experts 4: a position cannot go through more experts than there are"),
        Yaml("SOLAR106", "models:\n  X: { qwen2_moe: { num_experts: {|SOLAR106:3|} } }\n",
            "num_experts_per_tok 4 exceeds num_experts 3: a position cannot go through more experts than there are"),
        CSharp("SOLAR107", "[{|SOLAR107:Decoder|}, Attention, RotaryEmbedding, GatedMlp] public partial class X;\n",
            "The decoder has no norm: expected 'rms_norm' or 'layer_norm' or 'own_norm'"),
        Yaml("SOLAR107", "models:\n  X: { {|SOLAR107:decoder|}: , attention: , mlp: , rms_norm: }\n",
            "The decoder has no kind of positions: expected 'rotary_embedding' or 'alibi' or 'learned_positions'"),
        CSharp("SOLAR108", "[Decoder, Attention, RotaryEmbedding, {|SOLAR108:Alibi|}, GatedMlp, RmsNorm] public partial class X;\n",
            "'rotary_embedding' and 'alibi' exclude each other: positions enter in one way"),
        Yaml("SOLAR108", "models:\n  X: { decoder: , attention: , alibi: , mlp: , rms_norm: , residual: { kind: parallel, norms: {|SOLAR108:after|} } }\n",
            "'residual kind parallel' and 'norms after' exclude each other: blocks that run beside each other have their norms before them"),
        CSharp("SOLAR108", "[Decoder, Attention, RotaryEmbedding, GatedMlp, RmsNorm, {|SOLAR108:OwnNorm|}(Module = typeof(Mine))] public partial class X;\n" + Own("Mine", Norm),
            "'rms_norm' and 'own_norm' exclude each other: all norms are of one kind"),
        CSharp("SOLAR108", "[Decoder, Attention(QkNorm = {|SOLAR108:\"whole\"|}), OwnAttention(Module = typeof(Mine)), RotaryEmbedding, GatedMlp, RmsNorm] public partial class X;\n"
            + OwnAttention("Mine", "Solar.Runtime.Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int? slidingWindow"),
            "'own_attention' and 'attention.qk_norm' exclude each other: the module says itself how it computes"),
        CSharp("SOLAR109", "[Llama, {|SOLAR109:Alibi|}] public partial class X;\n",
            "'Alibi' is a component of a decoder, and 'X' is none: write [Decoder] beside it"),
        Yaml("SOLAR109", "models:\n  X: { llama: , {|SOLAR109:alibi|}: }\n",
            "'alibi' is a component of a decoder, and 'X' is none: write 'decoder' beside it"),
        CSharp("SOLAR110", "[Decoder, Attention(LayerTypes = {|SOLAR110:[\"sliding_attention\"]|}), RotaryEmbedding, GatedMlp, RmsNorm] public partial class X;\n",
            "layer_types does not fit: sliding_window is not written"),
        Yaml("SOLAR110", "models:\n  X: { decoder: , attention: { sliding_window: 8, layer_types: {|SOLAR110:[global]|} }, rotary_embedding: , mlp: , rms_norm: }\n",
            "layer_types does not fit: 'global' is neither sliding_attention nor full_attention"),
        Yaml("SOLAR110", "models:\n  X: { gemma2: { num_hidden_layers: 2, layer_types: {|SOLAR110:[a, b]|} } }\n",
            "layer_types does not fit: 'a' is neither sliding_attention nor full_attention"),
        CSharp("SOLAR110", "[Gemma2(LayerTypes = {|SOLAR110:[\"sliding_attention\", \"full_attention\"]|})] public partial class X;\n",
            "layer_types does not fit: it has 2 entries for 26 layers"),
        Yaml("SOLAR110", "models:\n  X: { qwen2: { layer_types: {|SOLAR110:[full_attention]|} } }\n", "layer_types does not fit: it has 1 entries for 32 layers"),
        Yaml("SOLAR110", "models:\n  X: { qwen2_moe: { layer_types: {|SOLAR110:[]|} } }\n", "layer_types does not fit: it is empty"),
        CSharp("SOLAR110", "[Qwen3(NumHiddenLayers = 1, LayerTypes = {|SOLAR110:[\"sliding_attention\"]|})] public partial class X;\n",
            "layer_types does not fit: use_sliding_window is false"),
        Yaml("SOLAR110", "models:\n  X: { gemma2: { num_hidden_layers: 1, sliding_window: 0, layer_types: {|SOLAR110:[sliding_attention]|} } }\n",
            "layer_types does not fit: sliding_window says that there is none"),
        Yaml("SOLAR408", "models:\n  X: { llama: { rope_scaling: { rope_type: linear, factor: 2, {|SOLAR408:low_freq_factor|}: 1 } } }\n",
            "rope_scaling.low_freq_factor has no effect: rope_type 'linear' does not use it"),
        CSharp("SOLAR408", "[Decoder, Attention, RotaryEmbedding({|SOLAR408:Factor|} = 8), GatedMlp, RmsNorm] public partial class X;\n",
            "rotary_embedding.factor has no effect: rope_type 'default' does not use it"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, OwnMlp(Module = {|SOLAR111:typeof(NoModule)|}), RmsNorm] public partial class X;\npublic class NoModule;\n",
            "'Paper.NoModule' cannot stand in for the feed-forward block: it does not derive from TorchSharp's Module<Tensor, Tensor>"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, {|SOLAR111:OwnMlp|}, RmsNorm] public partial class X;\n",
            "'own_mlp' cannot stand in for the feed-forward block: its 'module' is not written"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, OwnMlp(Module = {|SOLAR111:typeof(Unbound)|}), RmsNorm] public partial class X;\n"
            + Own("Unbound", "Solar.Runtime.Placement placement, int hiddenSize, int intermediateSize").Replace(", Solar.Runtime.IOwnModule", "", System.StringComparison.Ordinal),
            "'Paper.Unbound' cannot stand in for the feed-forward block: it does not implement Solar.Runtime.IOwnModule"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, OwnMlp(Module = {|SOLAR111:typeof(Unmade)|}), RmsNorm] public partial class X;\n" + Own("Unmade", "Solar.Runtime.Placement placement, int width"),
            "'Paper.Unmade' cannot stand in for the feed-forward block: it has no public constructor (Placement placement, int hiddenSize, int intermediateSize)"),
        Yaml("SOLAR111", "models:\n  X: { decoder: , attention: , rotary_embedding: , own_mlp: { module: {|SOLAR111:Paper.Nowhere|} }, rms_norm: }\n",
            "'Paper.Nowhere' cannot stand in for the feed-forward block: there is no such type"),
        CSharp("SOLAR111", "[Decoder, Attention, OwnAttention(Module = {|SOLAR111:typeof(Plain)|}), RotaryEmbedding, GatedMlp, RmsNorm] public partial class X;\n" + Own("Plain", Norm),
            "'Paper.Plain' cannot stand in for attention: it does not derive from TorchSharp's Module<Tensor, AttentionInputs, int, Tensor>"),
        CSharp("SOLAR111", "[Decoder, Attention, OwnAttention(Module = {|SOLAR111:typeof(Wide)|}), RotaryEmbedding, GatedMlp, RmsNorm] public partial class X;\n"
            + OwnAttention("Wide", "Solar.Runtime.Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int slidingWindow"),
            "'Paper.Wide' cannot stand in for attention: it has no public constructor (Placement placement, int hiddenSize, int numAttentionHeads, int numKeyValueHeads, int headDim, int? slidingWindow)"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, GatedMlp, OwnNorm(Module = {|SOLAR111:typeof(Narrow)|})] public partial class X;\n" + Own("Narrow", "Solar.Runtime.Placement placement, int hiddenSize, float eps"),
            "'Paper.Narrow' cannot stand in for the norms: it has no public constructor (Placement placement, int hiddenSize, double eps)"),
        CSharp("SOLAR111", "[Decoder, Attention, RotaryEmbedding, GatedMlp, OwnNorm(Module = {|SOLAR111:typeof(Quiet)|})] public partial class X;\n"
            + Own("Quiet", Norm).Replace("public class", "internal class", System.StringComparison.Ordinal),
            "'Paper.Quiet' cannot stand in for the norms: it is internal and 'X' is public"),
        Yaml("SOLAR111", "models:\n  X: { decoder: , attention: , rotary_embedding: , mlp: , own_norm: { module: {|SOLAR111:Hidden|} } }\n",
            "'Hidden' cannot stand in for the norms: it is abstract, generic or not accessible") with
        {
            Beside = "namespace Paper;\n" + Own("Hidden", Norm).Replace("public class", "public abstract class", System.StringComparison.Ordinal),
        },
        Yaml("SOLAR111", "models:\n  X: { decoder: , attention: , {|SOLAR111:own_attention|}: , rotary_embedding: , mlp: , rms_norm: }\n",
            "'own_attention' cannot stand in for attention: its 'module' is not written"),
        CSharp("SOLAR112", "[Decoder, Attention, RotaryEmbedding, {|SOLAR112:OwnMlp|}(Module = typeof(Mine)), RmsNorm] public partial class X;\n"
            + "[ModuleTensor(\"w\", \"hidden_sizes\")]\n" + Own("Mine", "Solar.Runtime.Placement placement, int hiddenSize, int intermediateSize"),
            "The tensor 'w[hidden_sizes]' of 'Paper.Mine' is malformed: 'hidden_sizes' is no size: expected a number above 0, a key such as hidden_size, or sums and products of them"),
        Yaml("SOLAR112", "models:\n  X: { decoder: , attention: , rotary_embedding: , own_mlp: { module: Mine, tensors: {|SOLAR112:[w]|} }, rms_norm: }\n",
            "The tensor 'w' of 'Paper.Mine' is malformed: expected a name and its sizes, such as gate.weight[intermediate_size][hidden_size]") with
        {
            Beside = "namespace Paper;\n" + Own("Mine", "Solar.Runtime.Placement placement, int hiddenSize, int intermediateSize"),
        },
    ];

    private static string OwnAttention(string name, string parameters) => Own(name, parameters)
        .Replace("Module<TorchSharp.torch.Tensor, TorchSharp", "Module<TorchSharp.torch.Tensor, Solar.Runtime.Layers.AttentionInputs, int, TorchSharp", System.StringComparison.Ordinal)
        .Replace("forward(TorchSharp.torch.Tensor x)", "forward(TorchSharp.torch.Tensor x, Solar.Runtime.Layers.AttentionInputs attention, int depth)", System.StringComparison.Ordinal);

    private static string Own(string name, string parameters) =>
        $"public class {name} : TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>, Solar.Runtime.IOwnModule\n"
        + $"{{\n    public {name}({parameters}) : base(\"{name}\") {{ }}\n"
        + "    public override TorchSharp.torch.Tensor forward(TorchSharp.torch.Tensor x) => x;\n"
        + "    public void Bind(Solar.Runtime.Checkpoints.ParameterSource source, string prefix) { }\n}\n";
}
