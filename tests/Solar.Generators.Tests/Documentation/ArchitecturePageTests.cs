using System;
using System.IO;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Documentation;

/// <summary>The architecture that docs/architectures.md builds from components is code that compiles, and what the page says of it is so.</summary>
public class ArchitecturePageTests
{
    private const string Fence = "```";

    [Fact]
    public void ArchitectureInThirtyLines_CompilesWithWhatItExpects()
    {
        string code = Code("## An architecture in 30 lines");

        TestRun run = TestProgram.Of("using Solar;\nnamespace Page;\n" + code).Run();

        Assert.InRange(code.Split('\n').Length, 1, 30);
        Assert.Empty(run.Messages);
        run.AssertCompiles();
        string module = run.File("Page.StableLm.Module.g.cs"), deeper = run.File("Page.Deeper.Module.g.cs");
        Assert.Contains("ParameterCount = 1_644_515_328;", module, StringComparison.Ordinal);
        Assert.Contains("LayerCount = 36;", deeper, StringComparison.Ordinal);
    }

    private static string Code(string heading)
    {
        string page = File.ReadAllText(Repository.Path("docs/architectures.md"));
        int start = page.IndexOf(Fence + "csharp", page.IndexOf(heading, StringComparison.Ordinal), StringComparison.Ordinal);
        start = page.IndexOf('\n', start) + 1;
        return page[start..page.IndexOf(Fence, start, StringComparison.Ordinal)].TrimEnd();
    }
}
