using System.Collections.Generic;
using static Solar.Generators.Tests.Rules.RuleExample;

namespace Solar.Generators.Tests.Rules;

/// <summary>What names mean: SOLAR005, 006 and 010.</summary>
internal static class NameExamples
{
    public static IReadOnlyList<RuleExample> All { get; } =
    [
        CSharp("SOLAR005", "[Upscale(typeof({|SOLAR005:string|}), 1, 1)] public partial class X;\n", "'System.String' is no model, stage or merge"),
        CSharp("SOLAR005", "[TextFile(\"w.txt\")] public partial class Web;\n[Upscale(typeof({|SOLAR005:Web|}), 1, 1)] public partial class X;\n",
            "'Paper.Web' is no model, stage or merge: it is a data set"),
        CSharp("SOLAR005", Base + "[Pretrain(typeof(Base), Data = [typeof({|SOLAR005:Base|})])] public partial class X;\n",
            "'Paper.Base' is no data set: it has weights"),
        Yaml("SOLAR005", "models:\n" + YamlBase + "  X: { upscale: {|SOLAR005:Bas|}, drop_top: 1, drop_bottom: 1 }\n",
            "'Bas' is no model, stage or merge; did you mean 'Base'?"),
        CSharp("SOLAR006", "[TextFile(\"w.txt\")] public partial class web;\n[TextFile(\"v.txt\")] public partial class {|SOLAR006:Web|};\n",
            "'Web' is declared twice: 'Paper.web' differs only in case"),
        Yaml("SOLAR006", "models:\n" + YamlBase + "data:\n  {|SOLAR006:Base|}: { text_file: base.txt }\n", "'Base' is declared twice: line 3 declares it too"),
        Yaml("SOLAR010", "using: [A, B]\nmodels:\n  X: { upscale: {|SOLAR010:Base|}, drop_top: 1, drop_bottom: 1 }\n",
            "'Base' may mean 'A.Base' or 'B.Base': write the full name") with
        {
            Others = ["namespace: A\nmodels:\n" + YamlBase, "namespace: B\nmodels:\n" + YamlBase],
        },
    ];
}
