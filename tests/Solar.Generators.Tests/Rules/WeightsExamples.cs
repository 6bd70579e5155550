using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR301 to 304.</summary>
internal static class WeightsExamples
{
    private const string Other =
        "[Mistral(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, NumKeyValueHeads = 4, VocabSize = 100";

    private const string YamlOther =
        "mistral: { hidden_size: 64, intermediate_size: 128, num_hidden_layers: 4, num_attention_heads: 4, num_key_value_heads: 4, vocab_size: 100";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR301", Base + "[Llama, InitializeFrom(typeof({|SOLAR301:Base|}))] public partial class X;\n",
            "'X' cannot start from 'Base': it has 32 layers and 'Base' has 4"),
        Yaml("SOLAR301", "models:\n" + YamlBase + "  X: { llama: { num_hidden_layers: 4 }, initialize_from: {|SOLAR301:Base|} }\n",
            "'X' cannot start from 'Base': tensor 'model.embed_tokens.weight' is [32000, 4096] here and [100, 64] there"),
        CSharp("SOLAR302", Base + Other + ", SlidingWindow = 16)]\n[InitializeFrom(typeof({|SOLAR302:Base|}))]\npublic partial class X;\n",
            "'X' starts from 'Base', but the sliding window differs (16 here, none there) within the 131072 positions"),
        Yaml("SOLAR302", "models:\n" + YamlBase + "  X: { " + YamlOther + ", sliding_window: 0, rope_theta: 1e6 }, initialize_from: {|SOLAR302:Base|} }\n",
            "'X' starts from 'Base', but rope_theta is 1000000 here and 10000 there"),
        CSharp("SOLAR303",
            "[Llama(Dtype = Dtype.BFloat16)] public partial class A;\n[Llama(Dtype = {|SOLAR303:Dtype.Float16|}), InitializeFrom(typeof(A))] public partial class X;\n",
            "'X' is float16 and starts from 'A' in bfloat16: values above 65504 overflow"),
        Yaml("SOLAR303", "models:\n  A: { llama: { dtype: float32 } }\n  X: { llama: { torch_dtype: {|SOLAR303:bfloat16|} }, initialize_from: A }\n",
            "'X' is bfloat16 and starts from 'A' in float32: 8 bits of mantissa remain of 24"),
        CSharp("SOLAR304", Base + "[Upscale(typeof(Base), 1, 1)] public partial class Six;\n[Average(typeof(Base), typeof({|SOLAR304:Six|}))] public partial class X;\n",
            "'X' cannot merge 'Paper.Base' with 'Paper.Six': 4 layers and 6 layers"),
        Yaml("SOLAR304", "models:\n" + YamlBase + "  Six: { upscale: Base, drop_top: 1, drop_bottom: 1 }\nmerges:\n  X: { average: [Base, {|SOLAR304:Six|}] }\n",
            "'X' cannot merge 'Base' with 'Six': 4 layers and 6 layers"),
    ];
}
