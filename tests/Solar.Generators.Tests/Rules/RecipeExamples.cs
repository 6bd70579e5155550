using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>SOLAR201 to 207.</summary>
internal static class RecipeExamples
{
    private const string Deep = "[Llama] public partial class Deep;\n";
    private const string YamlDeep = "models:\n  Deep: { llama: {} }\n";

    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR201", Deep + "[Upscale(typeof(Deep), dropTop: 8, dropBottom: 8)]\n[Expect(NumHiddenLayers = {|SOLAR201:42|})]\npublic partial class X;\n",
            "'X' has 48 layers, not 42: 2 × (32 − 8); 42 layers would be dropTop: 11, dropBottom: 11"),
        Yaml("SOLAR201", YamlDeep + "  X: { upscale: Deep, drop_top: 8, drop_bottom: 8, expect: { num_hidden_layers: {|SOLAR201:42|} } }\n",
            "'X' has 48 layers, not 42: 2 × (32 − 8); 42 layers would be dropTop: 11, dropBottom: 11"),
        CSharp("SOLAR202", "[Llama, Expect(Parameters = {|SOLAR202:7_000_000_000|})] public partial class X;\n",
            "'X' has 6,738,415,616 parameters, not 7,000,000,000"),
        Yaml("SOLAR202", "models:\n  X: { llama: {}, expect: { parameters: {|SOLAR202:7_000_000_000|} } }\n",
            "'X' has 6,738,415,616 parameters, not 7,000,000,000"),
        CSharp("SOLAR203", Deep + "[Layers(typeof(Deep), \"0..24\", {|SOLAR203:\"8..33\"|})] public partial class X;\n",
            "'8..33' is no range of the 32 layers of 'Deep': it ends after layer 31, the last; the end is not included, so '..32' reaches it"),
        CSharp("SOLAR203", Deep + "[Layers(typeof(Deep), [\"0..24\", {|SOLAR203:\"8-32\"|}])] public partial class X;\n",
            "'8-32' is no range of the 32 layers of 'Deep': expected a half-open range such as '0..24', '8..' or '^8..'"),
        Yaml("SOLAR203", YamlDeep + "  X: { layers: Deep, ranges: [0..24, {|SOLAR203:24..24|}] }\n",
            "'24..24' is no range of the 32 layers of 'Deep': it is empty; the end is not included"),
        CSharp("SOLAR204", Base + "[Upscale(typeof(Base), dropTop: {|SOLAR204:4|}, dropBottom: 1)] public partial class X;\n",
            "dropTop 4 leaves no layer of the 4 of 'Base': expected 0 to 3"),
        Yaml("SOLAR204", "models:\n" + YamlBase + "  X: { upscale: Base, drop_top: 1, drop_bottom: {|SOLAR204:-1|} }\n",
            "dropBottom -1 leaves no layer of the 4 of 'Base': expected 0 to 3"),
        CSharp("SOLAR205", "[Upscale(typeof(B), 1, 1)] public partial class {|SOLAR205:A|};\n[Upscale(typeof(A), 1, 1)] public partial class B;\n",
            "'A' is made from itself: A → B → A"),
        Yaml("SOLAR205", "models:\n  {|SOLAR205:A|}: { upscale: A, drop_top: 1, drop_bottom: 1 }\n", "'A' is made from itself: A → A"),
        CSharp("SOLAR206", Deep + "[{|SOLAR206:Layers|}(typeof(Deep), \"0..31\")] public partial class X;\n",
            "the last layer of 'Deep' (31) is not used: the head was trained on what it writes"),
        Yaml("SOLAR206", YamlDeep + "  X: { {|SOLAR206:layers|}: Deep, ranges: [1..32] }\n",
            "the first layer of 'Deep' (0) is not used: it is the one that reads the embeddings"),
        CSharp("SOLAR207", Deep + "[Layers(typeof(Deep), \"16..32\", {|SOLAR207:\"0..16\"|})] public partial class X;\n",
            "range '0..16' lies wholly below the range before it: layers run backwards from 31 to 0"),
        Yaml("SOLAR207", YamlDeep + "  X: { layers: Deep, ranges: [16..32, {|SOLAR207:0..16|}] }\n",
            "range '0..16' lies wholly below the range before it: layers run backwards from 31 to 0"),
    ];
}
