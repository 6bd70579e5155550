using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Documentation;

/// <summary>The programs of docs/data.md have no fault, and are emitted as the same code.</summary>
public class DataPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.Path("docs/data.md"));

    [Fact]
    public void TheProgram_IsEmittedAlikeFromBothFrontEnds()
    {
        TestRun csharp = TestProgram.Of(Block("csharp")).Run();
        TestRun yaml = TestProgram.OfYaml(Block("yaml")).Run();

        Assert.Empty(csharp.Messages);
        Assert.Empty(yaml.Messages);
        csharp.AssertCompiles();
        Assert.Contains("PackingStrategy = Packing.Bfd,", csharp.Files.Single(file => file.HintName == "Paper.SmallPretrained.Training.g.cs").Text, System.StringComparison.Ordinal);
        Assert.Equal(csharp.Files.OrderBy(file => file.HintName), yaml.Files.OrderBy(file => file.HintName));
    }

    private static string Block(string language) => Regex.Match(Page, $"(?s)```{language}\n(.*?)```").Groups[1].Value;
}
