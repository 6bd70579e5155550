using System.Collections.Generic;
using System.Linq;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>What files say: SOLAR015, 016 and 350 to 354.</summary>
internal static class FileExamples
{
    private const string Tiny = "HiddenSize = 8, IntermediateSize = 16, NumAttentionHeads = 2, NumHiddenLayers = 2, VocabSize = 10";
    private const string YamlTiny = "hidden_size: 8, intermediate_size: 16, num_attention_heads: 2, num_hidden_layers: 2, vocab_size: 10";

    /// <summary>A config of the model above; its other keys are the defaults.</summary>
    public const string Config = """
        {
          "model_type": "llama", "architectures": ["LlamaForCausalLM"], "transformers_version": "4.46.0",
          "hidden_size": 8, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 2, "vocab_size": 10
        }
        """;

    /// <summary>Every tensor of the model above, as the header of a safetensors file has them.</summary>
    public static string TensorList { get; } = "{\"__metadata__\": {\"format\": \"pt\"}, " + string.Join(", ",
        new[] { "model.embed_tokens.weight [10,8]" }
            .Concat(new[] { 0, 1 }.SelectMany(Layer))
            .Concat(["model.norm.weight [8]", "lm_head.weight [10,8]"])
            .Select(tensor => tensor.Split(' '))
            .Select(tensor => $"\"{tensor[0]}\":{{\"dtype\":\"F32\",\"shape\":{tensor[1]},\"data_offsets\":[0,0]}}")) + "}";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR015", "[FromConfig({|SOLAR015:\"tiny/config.json\"|})] public partial class X;\n",
            "'tiny/config.json' is not among the files that the project hands over: write <AdditionalFiles Include=\"tiny/config.json\" /> into the project file"),
        Yaml("SOLAR015", "models:\n  X: { from_config: {|SOLAR015:tiny/confg.json|} }\n",
            "'tiny/confg.json' is not among the files that the project hands over: write <AdditionalFiles Include=\"tiny/confg.json\" /> into the project file; did you mean 'tiny/config.json'?")
            with { Files = [("/paper/tiny/config.json", Config)] },
        Yaml("SOLAR015", "models:\n  X: { from_config: {|SOLAR015:config.json|} }\n",
            "'config.json' is twice among the files that the project hands over: write more of its path, '/p/a/config.json' or '/p/b/config.json'")
            with { Files = [("/p/b/config.json", Config), ("/p/a/config.json", Config)] },
        CSharp("SOLAR016", $"[Llama({Tiny}), CheckAgainst({{|SOLAR016:\"stylecop.json\"|}})] public partial class X;\n",
            "'X' cannot be compared with 'stylecop.json': it is neither a config.json, an index, a tensor list nor a manifest")
            with { Files = [("/p/stylecop.json", "{ \"settings\": {} }")] },
        Yaml("SOLAR016", $"models:\n  X: {{ llama: {{ {YamlTiny} }}, check_against: [{{|SOLAR016:broken.json|}}] }}\n",
            "'X' cannot be compared with 'broken.json': it cannot be read as JSON") with { Files = [("/p/broken.json", "{ \"weight_map\": ")] },
        CSharp("SOLAR350", $"[Llama({Tiny}, RopeTheta = {{|SOLAR350:500000|}}), CheckAgainst(\"config.json\")] public partial class X;\n",
            "rope_theta is 500000.0 here and 10000.0 in 'config.json'") with { Files = [("/p/config.json", Config)] },
        CSharp("SOLAR350", $"[{{|SOLAR350:Llama|}}({Tiny})] [CheckAgainst(\"config.json\")] public partial class X;\n",
            "rms_norm_eps is 1e-06 here and 1e-05 in 'config.json'") with { Files = [("/p/config.json", With("rms_norm_eps", "1e-05"))] },
        Yaml("SOLAR350", $"models:\n  X: {{ llama: {{ {YamlTiny.Replace("num_attention_heads: 2", "num_attention_heads: 2, num_key_value_heads: {|SOLAR350:1|}", System.StringComparison.Ordinal)} }}, check_against: config.json }}\n",
            "num_key_value_heads is 1 here and 2 in 'config.json'") with { Files = [("/p/config.json", With("num_key_value_heads", "2"))] },
        Yaml("SOLAR350", $"models:\n  B: {{ llama: {{ {YamlTiny} }} }}\n  X: {{ upscale: B, drop_top: 0, drop_bottom: 0, check_against: [{{|SOLAR350:config.json|}}] }}\n",
            "num_hidden_layers is 4 here and 2 in 'config.json'") with { Files = [("/p/config.json", Config)] },
        CSharp("SOLAR351", $"[Llama({Tiny}, AttentionBias = true)] [CheckAgainst({{|SOLAR351:\"index.json\"|}}, Ignore = [\"model.layers.*.self_attn.q_proj.bias\", \"model.layers.*.self_attn.k_proj.bias\", \"model.layers.*.self_attn.v_proj.bias\"])] public partial class X;\n",
            "'X' has 2 tensors 'model.layers.*.self_attn.o_proj.bias', and 'index.json' has not") with { Files = [("/p/index.json", Index())] },
        Yaml("SOLAR351", $"models:\n  X: {{ llama: {{ {YamlTiny} }}, check_against: {{|SOLAR351:list.json|}} }}\n",
            "'X' has tensor 'lm_head.weight', and 'list.json' has not") with { Files = [("/p/list.json", TensorList.Replace("lm_head.weight", "__metadata__", System.StringComparison.Ordinal))] },
        CSharp("SOLAR352", $"[Llama({Tiny}, TieWordEmbeddings = true)] [CheckAgainst({{|SOLAR352:\"index.json\"|}})] public partial class X;\n",
            "'index.json' has tensor 'lm_head.weight', and 'X' has no place for it") with { Files = [("/p/index.json", Index())] },
        Yaml("SOLAR352", $"models:\n  X: {{ llama: {{ {YamlTiny} }}, check_against: {{|SOLAR352:list.json|}} }}\n",
            "'list.json' has 2 tensors 'model.layers.*.self_attn.q_norm.weight', and 'X' has no place for them")
            with { Files = [("/p/list.json", TensorList.Insert(1, string.Concat(new[] { 0, 1 }.Select(i => $"\"model.layers.{i}.self_attn.q_norm.weight\": {{\"dtype\": \"F32\", \"shape\": [4]}}, "))))] },
        CSharp("SOLAR353", $"[Llama({Tiny.Replace("IntermediateSize = 16", "IntermediateSize = 16, NumKeyValueHeads = 1", System.StringComparison.Ordinal)})] [CheckAgainst({{|SOLAR353:\"list.json\"|}}, Ignore = [\"model.layers.*.self_attn.k_proj.weight\"])] public partial class X;\n",
            "2 tensors 'model.layers.*.self_attn.v_proj.weight' are [4, 8] here and [8, 8] in 'list.json'") with { Files = [("/p/list.json", TensorList)] },
        Yaml("SOLAR353", $"models:\n  X: {{ llama: {{ {YamlTiny} }}, check_against: {{|SOLAR353:list.json|}} }}\n",
            "tensor 'lm_head.weight' is [10, 8] here and [12, 8] in 'list.json'")
            with { Files = [("/p/list.json", TensorList.Replace("\"lm_head.weight\":{\"dtype\":\"F32\",\"shape\":[10", "\"lm_head.weight\":{\"dtype\":\"F32\",\"shape\":[12", System.StringComparison.Ordinal))] },
        CSharp("SOLAR354", $"[Llama({Tiny}, Dtype = {{|SOLAR354:Dtype.Float16|}})] [CheckAgainst(\"list.json\")] public partial class X;\n",
            "dtype is float16 here, and 'list.json' has float32 in 21 tensors") with { Files = [("/p/list.json", TensorList)] },
        Yaml("SOLAR354", $"models:\n  X: {{ llama: {{ {YamlTiny}, dtype: {{|SOLAR354:bfloat16|}} }}, check_against: list.json }}\n",
            "dtype is bfloat16 here, and 'list.json' has float16 in one tensor")
            with { Files = [("/p/list.json", TensorList.Replace("F32", "BF16", System.StringComparison.Ordinal).Replace("\"lm_head.weight\":{\"dtype\":\"BF16\"", "\"lm_head.weight\":{\"dtype\":\"F16\"", System.StringComparison.Ordinal))] },
    ];

    private static string With(string key, string value) => Config.Replace("\"hidden_size\"", $"\"{key}\": {value}, \"hidden_size\"", System.StringComparison.Ordinal);

    // What a sharded checkpoint has beside its weights: names alone.
    private static string Index() => "{\"metadata\": {\"total_size\": 1}, \"weight_map\": {" + string.Join(", ",
        new[] { "model.embed_tokens.weight", "model.norm.weight", "lm_head.weight", "model.layers.0.self_attn.rotary_emb.inv_freq" }
            .Concat(new[] { 0, 1 }.SelectMany(Layer).Select(tensor => tensor.Split(' ')[0]))
            .Select(name => $"\"{name}\": \"model-00001-of-00001.safetensors\"")) + "}}";

    private static IEnumerable<string> Layer(int layer) =>
        from tensor in new[]
        {
            "input_layernorm [8]", "self_attn.q_proj [8,8]", "self_attn.k_proj [8,8]", "self_attn.v_proj [8,8]", "self_attn.o_proj [8,8]",
            "post_attention_layernorm [8]", "mlp.gate_proj [16,8]", "mlp.up_proj [16,8]", "mlp.down_proj [8,16]",
        }
        select $"model.layers.{layer}.{tensor.Replace(" ", ".weight ", System.StringComparison.Ordinal)}";
}
