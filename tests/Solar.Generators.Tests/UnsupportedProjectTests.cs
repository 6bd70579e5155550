using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests;

public class UnsupportedProjectTests
{
    [Fact]
    public void OldLanguage_IsOneError()
    {
        TestRun run = (TestProgram.OfYaml(PaperProgram.Yaml) with { Language = LanguageVersion.CSharp11 }).Run();

        Assert.Equal(
            ["SOLAR013: Nothing is emitted into this project: it needs C# 12 or later, and this project is compiled as C# 11.0; set LangVersion"], run.Messages);
        Assert.Empty(run.Files);
    }

    [Fact]
    public void MissingRuntime_IsOneError()
    {
        TestRun run = (TestProgram.Of(PaperProgram.CSharp) with { References = References.WithoutRuntime }).Run();

        Assert.Equal(
            ["SOLAR013: Nothing is emitted into this project: Solar.Runtime is not referenced; add a package reference to it, or to Solar.Models, which brings it"],
            run.Messages);
        run.AssertCompiles();
    }

    /// <summary>The generator comes along with a package; a project that declares nothing must not notice.</summary>
    [Fact]
    public void ProjectWithoutDeclarations_IsLeftAlone()
    {
        TestRun run = (TestProgram.Of("public class C;") with { Language = LanguageVersion.CSharp12, References = References.Framework }).Run();

        Assert.Empty(run.Messages);
        Assert.Empty(run.Files);
    }
}
