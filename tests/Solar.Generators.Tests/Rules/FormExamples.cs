using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>How things are written: SOLAR001 to 004, 007 to 009 and 011.</summary>
internal static class FormExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        Yaml("SOLAR001", "models:\n  Base: { llama: {} }\n  X: { upscale: {|SOLAR001:*base|}, drop_top: 1, drop_bottom: 1 }\n",
            "The file cannot be read as YAML: no anchor '&base' stands before this alias"),
        Yaml("SOLAR002", "models:\n  X: { llama: { {|SOLAR002:hiden_size|}: 64 } }\n", "'hiden_size' is no key of 'llama'; did you mean 'hidden_size'?"),
        Yaml("SOLAR003", "models:\n  X: { llama: { vocab_size: 64, {|SOLAR003:vocab_size|}: 65 } }\n", "'vocab_size' is written twice"),
        CSharp("SOLAR004", "[Llama] public class {|SOLAR004:X|};\n", "'X' cannot be a Solar declaration: it is not partial"),
        Yaml("SOLAR004", "models:\n  {|SOLAR004:10B|}: { llama: {} }\n",
            "'10B' cannot be a Solar declaration: its name is no identifier of C#: letters, digits and '_', not beginning with a digit"),
        CSharp("SOLAR007", "[Llama(HiddenAct = {|SOLAR007:\"silo\"|})] public partial class X;\n",
            "'silo' is no value of 'hidden_act': expected one of 'silu', 'gelu', 'gelu_new', 'gelu_fast', 'gelu_pytorch_tanh', 'quick_gelu', 'relu'; did you mean 'silu'?"),
        CSharp("SOLAR007", "[Llama(Dtype = {|SOLAR007:(Dtype)7|})] public partial class X;\n",
            "'(Dtype)7' is no value of 'dtype': expected one of 'float32', 'bfloat16', 'float16' or null"),
        CSharp("SOLAR007", Base + "[Llama(NumHiddenLayers = {|SOLAR007:Base.LayerCount|})] public partial class X;\n",
            "'Base.LayerCount' is no value of 'num_hidden_layers': expected a constant of your own, for 'Base.LayerCount' is only written from what is declared here"),
        CSharp("SOLAR007", "[Weights({|SOLAR007:null!|})] [Llama] public partial class X;\n", "'null' is no value of 'location': expected a text"),
        CSharp("SOLAR007", "[InitializeFrom({|SOLAR007:null!|})] [Llama] public partial class X;\n",
            "'null' is no value of 'initialize_from': expected typeof of a declared class"),
        Yaml("SOLAR007", "models:\n  X: { llama: { hidden_size: {|SOLAR007:wide|} } }\n", "'wide' is no value of 'hidden_size': expected a whole number"),
        CSharp("SOLAR008", Base + "[Recipe(@\"Upscale(Base,\n    {|SOLAR008:drop_top|}: 1, dropBottom: 1)\")] public partial class X;\n",
            "The recipe cannot be read: 'Upscale' has no 'drop_top'; did you mean 'dropTop'?"),
        CSharp("SOLAR008", Base + "[Recipe(\"\"\"\n    Upscale(Base,\n        {|SOLAR008:drop_top|}: 1, dropBottom: 1)\n    \"\"\")] public partial class X;\n",
            "The recipe cannot be read: 'Upscale' has no 'drop_top'; did you mean 'dropTop'?"),
        CSharp("SOLAR008", Base + "[Recipe(\"\\u0055pscale(\" + nameof(Base) + \",\\t{|SOLAR008:drop_top|}: 1, dropBottom: 1)\")] public partial class X;\n",
            "The recipe cannot be read: 'Upscale' has no 'drop_top'; did you mean 'dropTop'?"),
        CSharp("SOLAR008", Base + "static class Texts { public const string Bad = \"Upscale(Base)\"; }\n[Recipe({|SOLAR008:Texts.Bad|})] public partial class X;\n",
            "The recipe cannot be read: 'Upscale' needs 'dropTop'"),
        CSharp("SOLAR008", Base + "[Recipe({|SOLAR008:nameof(Base)|})] public partial class X;\n",
            "The recipe cannot be read: 'Base' is the mere name of a model; a recipe is such as \"Upscale(Base, dropTop: 8, dropBottom: 8)\""),
        CSharp("SOLAR008", Base + "[Recipe($\"Upscale({nameof(Base)}, {|SOLAR008:drop_top|}: 1, dropBottom: 1)\")] public partial class X;\n",
            "The recipe cannot be read: 'Upscale' has no 'drop_top'; did you mean 'dropTop'?"),
        Yaml("SOLAR008", "models:\n" + YamlBase + "  X: { recipe: {|SOLAR008:Upscale(Base, 1, 1)|} }\n",
            "The recipe cannot be read: within { } and [ ] ',' ends an unquoted text in YAML; write it in quotes: \"Upscale(Base, 1, 1)\""),
        Yaml("SOLAR008", "models:\n" + YamlBase + "  X: {|SOLAR008:Upscale(Base, dropTop: 1, dropBottom: 1)|}\n",
            "The recipe cannot be read: ': ' ends an unquoted text in YAML; write it in quotes: \"Upscale(Base, dropTop: 1, dropBottom: 1)\""),
        CSharp("SOLAR009", "[{|SOLAR009:Weights|}(\"w\")] public partial class X;\n",
            "'X' is declared by [Weights]: a word that says what it is, such as [Llama] or [Upscale], is missing"),
        CSharp("SOLAR009", "[Llama, {|SOLAR009:Mistral|}] public partial class X;\n", "'X' is declared by [Llama] and [Mistral]: a class is one thing"),
        CSharp("SOLAR009", Base + "[Upscale(typeof(Base), 1, 1)] [{|SOLAR009:InitializeFrom|}(typeof(Base))] public partial class X;\n",
            "'X' is declared by [Upscale] and [InitializeFrom]: its weights come from the recipe"),
        CSharp("SOLAR009", "[TextFile(\"x.txt\")] [{|SOLAR009:Expect|}(Parameters = 1)] public partial class X;\n",
            "'X' is declared by [TextFile] and [Expect]: that belongs to a model"),
        Yaml("SOLAR009", "models:\n  X: { llama: {}, {|SOLAR009:mistral|}: {} }\n", "'X' is declared by 'llama' and 'mistral': write one of them"),
        CSharp("SOLAR011", Base + "[{|SOLAR011:Layers|}(typeof(Base))] public partial class X;\n", "'layers' needs 'ranges'"),
        CSharp("SOLAR011", Base + "[{|SOLAR011:Slerp|}(typeof(Base), typeof(Base))] public partial class X;\n", "'slerp' needs 't'"),
        CSharp("SOLAR011", "[TextFile({|SOLAR011:\"\"|})] public partial class X;\n", "'text_file' needs 'a path'"),
        Yaml("SOLAR011", "models:\n" + YamlBase + "  X: { {|SOLAR011:upscale|}: Base, drop_top: 1 }\n", "'upscale' needs 'drop_bottom'"),
        CSharp("SOLAR014", "[Llama] partial class A;\n[TextFile(\"w\")] public partial class W;\n[Pretrain(typeof({|SOLAR014:A|}), Data = [typeof(W)])] public partial class X;\n",
            "'X' is public, but its weights are of 'A', which is internal: make them alike"),
        CSharp("SOLAR014", "public partial class Zoo { [Llama] partial class A; [Average(typeof({|SOLAR014:A|}), typeof(A))] internal partial class X; }\n",
            "'X' is internal, but its weights are of 'A', which is private: make them alike"),
        Yaml("SOLAR014", "models:\n  A: { llama: {}, accessibility: internal }\nmerges:\n  X: { average: [{|SOLAR014:A|}, A] }\n",
            "'X' is public, but its weights are of 'A', which is internal: make them alike"),
    ];
}
