using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Generators.Tests.Harness;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests.Documentation;

/// <summary>The programs of docs/language.md: the C# has no fault, and the same in YAML is emitted as the same code.</summary>
public class LanguagePageTests
{
    private static readonly (string Name, string Start)[] Merged = [("Solar10BPretrained", "SolarBase"), ("SftV1", "Solar10BPretrained"), ("SftV2", "Solar10BPretrained")];

    private static readonly string Page = File.ReadAllText(Repository.Path("docs/language.md"));

    [Fact]
    public void CSharpSnippets_BuildWithoutADiagnostic()
    {
        string[] snippets = Blocks("csharp");

        Assert.True(snippets.Length > 2);
        foreach (string snippet in snippets)
        {
            TestRun run = Program(snippet).Run();
            Assert.Empty(run.Messages);
            run.AssertCompiles();
        }
    }

    [Fact]
    public void TheProgram_IsEmittedAlikeFromBothFrontEnds()
    {
        TestRun csharp = TestProgram.Of(Blocks("csharp")[0]).Run();
        TestRun yaml = TestProgram.OfYaml(Blocks("yaml")[0]).Run();

        Assert.Empty(yaml.Messages);
        yaml.AssertCompiles();
        Assert.NotEmpty(csharp.Files);
        Assert.Equal(csharp.Files.OrderBy(file => file.HintName), yaml.Files.OrderBy(file => file.HintName));
    }

    // A snippet about merges merges what the page's first program declares.
    private static TestProgram Program(string snippet)
    {
        TestProgram program = CSharpPagesTests.Program(snippet);
        return program with
        {
            Sources =
            [
                .. program.Sources,
                .. Merged.Where(_ => snippet.Contains("typeof(SftV1)", StringComparison.Ordinal) && !snippet.Contains("class SftV1;", StringComparison.Ordinal))
                    .Select(stage => ($"{stage.Name}.cs", $"[Pretrain(typeof({stage.Start}), Data = [typeof(WebText)])] public partial class {stage.Name};")),
            ],
        };
    }

    private static string[] Blocks(string language) => [.. Regex.Matches(Page, $"(?s)```{language}\n(.*?)```").Select(block => block.Groups[1].Value)];
}
