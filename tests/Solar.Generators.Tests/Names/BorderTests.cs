using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests.Names;

/// <summary>
/// Names that C# and YAML both have a meaning for. C# binds them twice: before anything is emitted, when YAML's classes are no types yet, and after.
/// What the generator takes must be what C# means in the end, and a name that means nothing, or two things, is one error and no more.
/// </summary>
public class BorderTests
{
    private const string Zoo = "namespace: Zoo\nmodels:\n" + RuleExample.YamlBase + "data:\n  Web: { text_file: web.txt }\n";

    // Five layers, so that it is seen which of two was taken.
    private const string Five =
        "[Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 5, NumAttentionHeads = 4, VocabSize = 100)] public partial class Base;";

    /// <summary>The upscaled model has 2 · (n − 1) layers: 6 of YAML's base of four, 8 of C#'s of five.</summary>
    [Theory]
    [InlineData("global using Small = Zoo.Base;", "using Solar; namespace Paper; [Upscale(typeof(Small), 1, 1)] public partial class X;", 6)]
    [InlineData("global using Z = Zoo;", "using Solar; namespace Paper; [Upscale(typeof(Z::Base), 1, 1)] public partial class X;", 6)]
    [InlineData("", "using Solar; using Z = Zoo; namespace Paper; [Upscale(typeof(Z.Base), 1, 1)] public partial class X;", 6)]
    [InlineData("", "using Solar; namespace Paper; using Small = Zoo.Base; [Upscale(typeof(Small), 1, 1)] public partial class X;", 6)]
    [InlineData("", "using Solar; namespace Outer { {5} namespace Zoo { } } namespace Zoo { [Upscale(typeof(Base), 1, 1)] public partial class X; }", 6)]
    [InlineData("", "using Solar; {5} namespace Zoo { [Upscale(typeof(Base), 1, 1)] public partial class X; }", 6)]
    [InlineData("", "using Solar; {5} namespace Zoo.Inner { [Upscale(typeof(Base), 1, 1)] public partial class X; }", 6)]
    [InlineData("", "using Solar; {5} namespace Paper { using Zoo; [Upscale(typeof(Base), 1, 1)] public partial class X; }", 6)]
    [InlineData("", "using Solar; using Zoo; {5} namespace Paper { [Upscale(typeof(Base), 1, 1)] public partial class X; }", 8)]
    [InlineData("", "using Solar; using Zoo; namespace Paper { {5} [Upscale(typeof(Base), 1, 1)] public partial class X; }", 8)]
    [InlineData("", "using Solar; using Zoo; namespace Paper { partial class Outer { {5} [Upscale(typeof(Base), 1, 1)] public partial class X; } }", 8)]
    [InlineData("", "using Solar; using Base = Zoo.Base; {5} namespace Paper { [Upscale(typeof(global::Base), 1, 1)] public partial class X; }", 8)]
    [InlineData("", "using Solar; namespace Far { {5} } namespace Zoo { using Base2 = Far.Base; [Upscale(typeof(Base2), 1, 1)] public partial class X; }", 8)]
    [InlineData("", "using Solar; namespace A.B { {5} } namespace A { using B; [Upscale(typeof(Base), 1, 1)] public partial class X; }", 8)]
    [InlineData("", "using Solar; namespace Paper { partial class Holder { {5} } partial class Outer : Holder { [Upscale(typeof(Base), 1, 1)] public partial class X; } }", 8)]
    public void Name_IsWhatCSharpMeansInTheEnd(string usings, string source, int layers)
    {
        TestRun run = new TestProgram
        {
            Sources = [("Usings.cs", usings), ("Program.cs", source.Replace("{5}", Five, System.StringComparison.Ordinal))],
            Yaml = [("zoo.solar.yaml", Zoo)],
        }.Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.Contains($"LayerCount = {layers};", run.File("X.Module.g.cs"), System.StringComparison.Ordinal);
    }

    /// <summary>Whoever speaks, it is one error: C# where it sees two meanings or none, we where C# is content.</summary>
    [Theory]
    [InlineData("CS0104", "using Zoo; using Park; namespace Paper; [Upscale(typeof(Base), 1, 1)] public partial class X;")]                       // both of YAML
    [InlineData("CS0104", "using Zoo; using Own; [Upscale(typeof(Base), 1, 1)] public partial class X; namespace Own { {5} }")]                   // one of each
    [InlineData("CS0104", "using Zoo; using Own; [Upscale(typeof(Base), 1, 1)] public partial class X; namespace Own { public class Base; }")]    // a plain class
    [InlineData("CS0246", "namespace Paper; [Upscale(typeof(Bass), 1, 1)] public partial class X;")]
    [InlineData("CS0234", "namespace Paper; [Upscale(typeof(Zoo.Bass), 1, 1)] public partial class X;")]
    [InlineData("CS0426", "namespace Paper; [Upscale(typeof(Zoo.Base.Bass), 1, 1)] public partial class X;")]
    [InlineData("CS0308", "using Zoo; namespace Paper; [Upscale(typeof(Base<int>), 1, 1)] public partial class X;")]
    [InlineData("CS0308", "using Zoo; namespace Paper; [Upscale(typeof(Base<>), 1, 1)] public partial class X;")]
    [InlineData("CS0246", "namespace Paper; [Upscale(typeof(Bass[]), 1, 1)] public partial class X;")]
    [InlineData("CS0246", "namespace Paper; [Pretrain(typeof(Zoo.Base), Data = [typeof(Wep)])] public partial class X;")]
    [InlineData("CS0104", "using Zoo; using Park; namespace Paper; [Pretrain(typeof(Zoo.Base), Data = [typeof(Web)])] public partial class X;")]
    [InlineData("SOLAR007", "using Zoo; namespace Paper; [Upscale(typeof(Base[]), 1, 1)] public partial class X;")]
    [InlineData("SOLAR007", "using Zoo; namespace Paper; [Pretrain(typeof(Base), Data = [typeof(Web[])])] public partial class X;")]
    [InlineData("SOLAR005", "namespace Paper; public class Base<T>; [Upscale(typeof(Base<int>), 1, 1)] public partial class X;")]
    [InlineData("SOLAR005", "namespace Paper; public class Plain; [Upscale(typeof(Plain), 1, 1)] public partial class X;")]
    [InlineData("SOLAR005", "namespace Paper; [Upscale(typeof(string), 1, 1)] public partial class X;")]
    [InlineData("SOLAR005", "namespace Paper; [Pretrain(typeof(Zoo.Base), Data = [typeof(System.DayOfWeek)])] public partial class X;")]
    public void NameThatMeansNothingOrTwoThings_IsOneError(string id, string source)
    {
        TestRun run = TestProgram.Of("using Solar; " + source.Replace("{5}", Five, System.StringComparison.Ordinal), Zoo)
            .With([("park.solar.yaml", Zoo.Replace("Zoo", "Park", System.StringComparison.Ordinal))])
            .Run();

        Assert.Equal([id], Errors(run));
    }

    /// <summary>A constant of emitted code has no value while the generator runs; afterwards C# finds nothing wrong with it.</summary>
    [Theory]
    [InlineData("using Zoo; namespace Paper; [Upscale(typeof(Base), dropTop: Base.LayerCount, dropBottom: 1)] public partial class X;")]
    [InlineData("using Zoo; namespace Paper; [Upscale(typeof(Base), dropTop: Base.LayerCount / 4, dropBottom: 1)] public partial class X;")]
    [InlineData("using Zoo; using static Zoo.Base; namespace Paper; [Upscale(typeof(Base), dropTop: LayerCount - 3, dropBottom: 1)] public partial class X;")]
    [InlineData("using Zoo; namespace Paper; [Upscale(typeof(Base), 1, 1), Expect(NumHiddenLayers = Base.LayerCount)] public partial class X;")]
    [InlineData("using Zoo; namespace Paper; [Upscale(typeof(Base), 1, 1), Expect(Parameters = Base.ParameterCount)] public partial class X;")]
    [InlineData("using Zoo; namespace Paper; [Pretrain(typeof(Base), Data = [typeof(Web)], MaxSteps = Base.LayerCount)] public partial class X;")]
    [InlineData("using Zoo; namespace Paper; [Llama(NumHiddenLayers = Base.LayerCount)] public partial class X;")]
    public void EmittedConstant_IsRefusedByUsAlone(string source)
    {
        TestRun run = TestProgram.Of("using Solar; " + source, Zoo).Run();

        Assert.Equal(["SOLAR007"], Errors(run));
        Assert.Contains("a constant of your own", Assert.Single(run.Messages), System.StringComparison.Ordinal);
    }

    /// <summary>Emitted code would have to name one of them, and C# cannot tell them apart.</summary>
    [Fact]
    public void NameOfTwoReferencedAssemblies_IsOneError()
    {
        TestProgram zoo = TestProgram.OfYaml(Zoo);
        IReadOnlyList<MetadataReference> both = [.. References.All, Library.Of(zoo, "First"), Library.Of(zoo, "Second")];

        TestRun yaml = (TestProgram.OfYaml("using: Zoo\nmodels:\n  X: { upscale: Base, drop_top: 1, drop_bottom: 1 }\n") with { References = both }).Run();
        TestRun csharp = (TestProgram.Of("[Solar.Upscale(typeof(Zoo.Base), 1, 1)] public partial class X;") with { References = both }).Run();

        Assert.Equal(["SOLAR005: 'Base' is no model, stage or merge: two referenced assemblies declare it, and none can be told from the other"], yaml.Messages);
        Assert.Equal(["SOLAR005"], Errors(yaml));
        Assert.Equal(["CS0433"], Errors(csharp));
    }

    private static string[] Errors(TestRun run) =>
        [.. run.Reported.Concat(run.Output.GetDiagnostics()).Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Id)];
}
