using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR305 to 319.</summary>
internal static class MergeExamples
{
    // A base, two stages of it, and their data.
    private const string Tuned = Base
        + "[TextFile(\"d.txt\")] public partial class D;\n"
        + "[Pretrain(typeof(Base), Data = [typeof(D)], MaxSteps = 9)] public partial class A;\n"
        + "[Pretrain(typeof(Base), Data = [typeof(D)], MaxSteps = 8)] public partial class B;\n";

    private const string YamlTuned = "models:\n" + YamlBase
        + "data: { D: { text_file: d.txt } }\n"
        + "stages:\n  A: { pretrain: Base, data: D, max_steps: 9 }\n  B: { pretrain: Base, data: D, max_steps: 8 }\n"
        + "merges:\n";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR305", Tuned + "[Slerp(typeof(A), typeof(B), typeof({|SOLAR305:Base|}), T = 0.5)] public partial class X;\n",
            "'slerp' merges exactly two models, not 3; 'multislerp' takes more"),
        Yaml("SOLAR305", YamlTuned + "  X: { {|SOLAR305:linear|}: [A] }\n", "'linear' merges at least two models, not 1"),
        CSharp("SOLAR306", Tuned + "[{|SOLAR306:Ties|}(typeof(A), typeof(B))] public partial class X;\n",
            "'ties' merges differences from a base model, and none is named: write base"),
        Yaml("SOLAR306", YamlTuned + "  X: { linear: [A, B], {|SOLAR306:base|}: Base }\n",
            "'linear' has no use for a base model: list it among the models, or leave it out"),
        CSharp("SOLAR307", Tuned + "[Linear(typeof(A), typeof(B)), MergeParameter({|SOLAR307:\"weigth\"|}, 0.5)] public partial class X;\n",
            "'weigth' is no parameter of 'linear'; did you mean 'weight'?"),
        Yaml("SOLAR307", YamlTuned + "  X: { karcher: [A, { model: B, {|SOLAR307:weight|}: 0.3 }] }\n",
            "'weight' is no parameter of 'karcher': it weighs all models alike; 'multislerp' takes weights"),
        CSharp("SOLAR308", Tuned + "[Slerp(typeof(A), typeof(B), T = {|SOLAR308:1.5|})] public partial class X;\n",
            "t = 1.5 is out of range for 'slerp': expected 0 to 1"),
        Yaml("SOLAR308", YamlTuned + "  X: { della: [A, B], base: Base, density: {|SOLAR308:0.1|} }\n",
            "density = 0.1 is out of range for 'della': expected more than epsilon and less than 1 - epsilon, which is 0.15"),
        CSharp("SOLAR309", Tuned + "[Linear(typeof(A), typeof(B), Weights = {|SOLAR309:[0.5, 0.3, 0.2]|})] public partial class X;\n",
            "3 values of 'weights' for 2 models: each model needs one"),
        Yaml("SOLAR309", YamlTuned + "  X: { ties: [A, B], base: Base, densities: {|SOLAR309:[0.5]|} }\n",
            "1 values of 'densities' for 2 models: each model needs one"),
        CSharp("SOLAR310", Tuned + "[Linear(typeof(A), typeof(B), Weights = {|SOLAR310:[0.5, -0.5]|})] public partial class X;\n",
            "the weights of 'linear' sum to 0, and the result is divided by their sum"),
        Yaml("SOLAR310", YamlTuned + "  X: { {|SOLAR310:linear|}: [A, { model: B, weight: [{ filter: mlp, value: -1 }, { value: 1 }] }] }\n",
            "the weights of 'linear' sum to 0 at tensor 'model.layers.0.mlp.gate_proj.weight', and the result is divided by their sum"),
        CSharp("SOLAR311", Tuned + "[Slerp(typeof(A), typeof(B), T = 0.5), MergeParameter(\"t\", 0, 1, Filter = {|SOLAR311:\"self_atn\"|})] public partial class X;\n",
            "no tensor of 'Base' has 'self_atn' in its name; did you mean 'self_attn'?"),
        Yaml("SOLAR311", YamlTuned + "  X: { slerp: [A, B], t: [{ filter: {|SOLAR311:experts|}, value: 0.2 }, { value: 0.5 }] }\n",
            "no tensor of 'Base' has 'experts' in its name"),
        CSharp("SOLAR312", Tuned + "[Slerp(typeof(A), typeof(B), T = 0.5), MergeParameter(\"t\", 0, 1, Filter = {|SOLAR312:\"lm_head\"|})] public partial class X;\n",
            "'lm_head' fits tensors outside the layers alone: of its 2 values only the last counts"),
        Yaml("SOLAR312", YamlTuned + "  X: { slerp: [A, B], t: [{ filter: {|SOLAR312:embed_tokens|}, value: [0, 0.5, 1] }, { value: 0.5 }] }\n",
            "'embed_tokens' fits tensors outside the layers alone: of its 3 values only the first counts"),
        CSharp("SOLAR313", Tuned + Base.Replace("class Base", "class Other") + "[Average(typeof(A), typeof({|SOLAR313:Other|}))] public partial class X;\n",
            "'A' and 'Other' have no weights in common: one starts from 'Base', the other from 'Other'"),
        Yaml("SOLAR313", "models:\n" + YamlBase + YamlBase.Replace("Base", "Other") + "merges:\n  X: { average: [Base, {|SOLAR313:Other|}] }\n",
            "'Base' and 'Other' have no weights in common: one starts from 'Base', the other from 'Other'"),
        CSharp("SOLAR314", Base + Base.Replace("class Base", "class Other").Replace("100", "101") + "[Average(typeof(Base), typeof({|SOLAR314:Other|}))] public partial class X;\n",
            "'Base' has 100 tokens and 'Other' has 101: say what becomes of the others by vocabulary: common"),
        Yaml("SOLAR314", "models:\n" + YamlBase + YamlBase.Replace("Base", "Other").Replace("100", "101") + "merges:\n  X: { average: [Base, {|SOLAR314:Other|}] }\n",
            "'Base' has 100 tokens and 'Other' has 101: say what becomes of the others by vocabulary: common"),
        CSharp("SOLAR315", Tuned + "[Linear(typeof(A), typeof({|SOLAR315:A|}), Weights = [0.1, 1.0])] public partial class X;\n",
            "'A' is merged twice, layer by layer with itself: that changes no more than one greater weight would"),
        Yaml("SOLAR315", YamlTuned + "  X: { average: [A, B, {|SOLAR315:A|}] }\n",
            "'A' is merged twice, layer by layer with itself: that changes no more than one greater weight would"),
        CSharp("SOLAR316", Tuned.Replace("VocabSize = 100", "VocabSize = 100, Dtype = Dtype.Float32")
                + "[Average(typeof(A), typeof(B), Dtype = {|SOLAR316:Dtype.BFloat16|})] public partial class X;\n",
            "'X' is written in bfloat16, and 'A' is float32: 8 bits of mantissa remain of 24"),
        Yaml("SOLAR316", YamlTuned.Replace("vocab_size: 100", "vocab_size: 100, dtype: bfloat16") + "  X: { average: [A, B], dtype: {|SOLAR316:float16|} }\n",
            "'X' is written in float16, and 'A' is bfloat16: values above 65504 overflow"),
        CSharp("SOLAR317", Tuned + "[Linear(typeof(A), typeof(A)), MergeSlice(\"0..2\", {|SOLAR317:\"1..4\"|})] public partial class X;\n",
            "'1..4' of 'A' is 3 layers, and '0..2' of 'A' is 2: each is merged with one of the others"),
        Yaml("SOLAR317", YamlTuned + "  X: { {|SOLAR317:linear|}: [A, A], slices: [{ layers: [0..2, 2..4] }] }\n",
            "the slices make 2 layers, and the result is a 'Base' of 4: name a model of 2 layers by into"),
        CSharp("SOLAR318", Tuned + "[Slerp(typeof(A), typeof(B)), MergeParameter({|SOLAR318:\"t\"|}, 0.5, Filter = \"mlp\")] public partial class X;\n",
            "'t' of 'slerp' has no value for tensor 'model.embed_tokens.weight': no filter fits it, and there is no value for the rest"),
        Yaml("SOLAR318", YamlTuned + "  X: { slerp: [A, B], t: {|SOLAR318:[{ filter: embed, value: 0.2 }, { filter: layers, value: [0, 1] }]|} }\n",
            "'t' of 'slerp' has no value for tensor 'model.norm.weight': no filter fits it, and there is no value for the rest"),
        CSharp("SOLAR319", Tuned + "[Slerp(typeof(A), typeof(B), T = {|SOLAR319:0.5|}), MergeParameter(\"t\", 0, 1)] public partial class X;\n",
            "this value of 't' is never used: the value for every tensor before it fits first"),
        Yaml("SOLAR319", YamlTuned + "  X: { slerp: [A, B], t: [{ filter: mlp, value: 0.2 }, { filter: mlp.up, value: {|SOLAR319:0.3|} }, { value: 0.5 }] }\n",
            "this value of 't' is never used: the filter 'mlp' before it fits first"),
    ];
}
