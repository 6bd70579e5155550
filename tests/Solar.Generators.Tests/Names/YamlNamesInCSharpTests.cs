using System.Linq;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests.Names;

/// <summary>C# names what only YAML declares: while the generator runs it is no type yet.</summary>
public class YamlNamesInCSharpTests
{
    private const string Zoo = "namespace: Zoo\nmodels:\n" + RuleExample.YamlBase + "data:\n  Web: { text_file: web.txt }\n";

    [Theory]
    [InlineData("using Solar; using Zoo; namespace Paper; [Upscale(typeof(Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Paper; using Zoo; [Upscale(typeof(Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Paper; [Upscale(typeof(Zoo.Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Paper; [Upscale(typeof(global::Zoo.Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Zoo; [Upscale(typeof(Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Zoo.Inner; [Upscale(typeof(Base), 1, 1)] public partial class X;")]
    [InlineData("using Solar; namespace Zoo { namespace Inner { partial class Outer { [Upscale(typeof(Base), 1, 1)] public partial class X; } } }")]
    [InlineData("using Solar; using Small = Zoo.Base; namespace Paper; [Upscale(typeof(Small), 1, 1)] public partial class X;")]
    [InlineData("global using Zoo; using Solar; namespace Paper; [Upscale(typeof(Base), 1, 1)] public partial class X;")]
    public void WrittenName_IsResolvedAsCSharpWould(string source)
    {
        TestRun run = TestProgram.Of(source, Zoo).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.Contains("LayerCount = 6", run.File("X.Module.g.cs"), System.StringComparison.Ordinal);
    }

    [Fact]
    public void GlobalUsingOfAnotherFile_IsSeen()
    {
        TestRun run = new TestProgram
        {
            Sources =
            [
                ("Usings.cs", "global using Solar; global using Zoo;"),
                ("Program.cs", "namespace Paper;\n[Pretrain(typeof(Base), Data = [typeof(Web)])] public partial class X;"),
            ],
            Yaml = [("zoo.solar.yaml", Zoo)],
        }.Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }

    [Fact]
    public void YamlNamesWhatCSharpDeclares_AndTheReverse()
    {
        TestRun run = TestProgram.Of(
            "using Solar;\nnamespace Paper;\n" + RuleExample.Base + "[Upscale(typeof(Middle), 2, 2)] public partial class Top;",
            "namespace: Paper\nmodels:\n  Middle: { upscale: Base, drop_top: 1, drop_bottom: 1 }\n").Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.Contains("LayerCount = 8", run.File("Top.Module.g.cs"), System.StringComparison.Ordinal);
    }

    /// <summary>C# itself says CS0246 of a name that is nowhere, and CS0104 of one that is in two places.</summary>
    [Theory]
    [InlineData("using Solar; namespace Paper; [Upscale(typeof(Bas), 1, 1)] public partial class X;", "CS0246")]
    [InlineData("using Solar; namespace Paper; [Upscale(typeof(Base), 1, 1)] public partial class X;", "CS0246")]
    [InlineData("using Solar; using Zoo; using Park; namespace Paper; [Upscale(typeof(Base), 1, 1)] public partial class X;", "CS0104")]
    public void NameThatCSharpRefuses_IsNotReportedTwice(string source, string id)
    {
        TestRun run = TestProgram.Of(source, Zoo)
            .With([("park.solar.yaml", Zoo.Replace("Zoo", "Park", System.StringComparison.Ordinal))])
            .Run();

        Assert.Empty(run.Messages);
        Assert.Equal([id], run.Output.GetDiagnostics().Where(d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error).Select(d => d.Id));
    }

    [Fact]
    public void DataSetFromYamlAsModel_IsOurs()
    {
        TestRun run = TestProgram.Of("using Solar; using Zoo; namespace Paper; [Upscale(typeof(Web), 1, 1)] public partial class X;", Zoo).Run();

        Assert.Equal(["SOLAR005: 'Web' is no model, stage or merge: it is a data set"], run.Messages);
        run.AssertCompiles();
    }

    /// <summary>A part of a class that YAML declares is the user's own to write.</summary>
    [Fact]
    public void OwnPartOfAYamlClass_IsWelcome()
    {
        TestRun run = TestProgram.Of(
            "namespace Zoo; public partial class Base { public int Twice => 2 * LayerCount; }\n"
            + "[Solar.Upscale(typeof(Base), 1, 1)] public partial class X;", Zoo).Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }
}
