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

    [Fact]
    public void TheStageThatKeepsATestOut_IsEmittedAlikeFromBothFrontEnds()
    {
        TestRun csharp = TestProgram.Of(Block("csharp") + Block("csharp", 1)).Run();
        TestRun yaml = TestProgram.OfYaml(Block("yaml")).With([("more.solar.yaml", Block("yaml", 1))]).Run();

        Assert.Empty(csharp.Messages);
        Assert.Empty(yaml.Messages);
        csharp.AssertCompiles();
        string emitted = csharp.Files.Single(file => file.HintName == "Paper.SmallTuned.Training.g.cs").Text;
        Assert.Contains("Decontaminate = [Gsm8kTest.Description],", emitted, System.StringComparison.Ordinal);
        Assert.Contains("ContaminationAction = ContaminationAction.Filter,", emitted, System.StringComparison.Ordinal);
        Assert.Contains("ContaminationNgramSize = 13,", emitted, System.StringComparison.Ordinal);
        Assert.Equal(csharp.Files.OrderBy(file => file.HintName), yaml.Files.OrderBy(file => file.HintName));
    }

    private static string Block(string language, int number = 0) => Regex.Matches(Page, $"(?s)```{language}\n(.*?)```")[number].Groups[1].Value;
}
