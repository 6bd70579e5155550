using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Compiler.Files;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Plans;
using Solar.Specs;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.Documentation;

/// <summary>The YAML of docs/language.md is a program without a fault, and forms that it calls equal are equal.</summary>
public class LanguagePageTests
{
    private const string Base = "models: { SolarBase: { llama: { intermediate_size: 14336, num_key_value_heads: 8, max_position_embeddings: 4096 } } }";

    private static readonly YamlProgram[] Files =
    [
        .. Regex.Matches(File.ReadAllText(Repository.Path("docs/language.md")), "(?s)```yaml\n(.*?)```").Select(block => Read(block.Groups[1].Value)),
        Read(Base),
    ];

    // What the page's from_config names.
    private static ProgramFiles Handed => new(EquatableArray.Of(new ProgramFile("mistral/config.json", """{ "model_type": "mistral" }""")));

    private static readonly JoinedProgram Program = ProgramJoiner.Join(Files.SelectMany(file => file.Declarations).Select(located => located.Read), []);

    [Fact]
    public void Snippets_HaveNoFault()
    {
        IEnumerable<Finding> findings = Files.SelectMany(file => file.Findings.Concat(file.Declarations.SelectMany(located => located.Findings)));

        Assert.True(Files.Length > 5);
        Assert.Empty(findings.Concat(Program.Findings).Select(finding => $"{finding.Where}: {finding.Rule.Id}: {finding.Message}"));
        Assert.Empty(Program.Broken);
    }

    [Theory]
    [InlineData("C", "D", "E", "F")]
    [InlineData("G", "H")]
    [InlineData("I", "J", "K")]
    public void FormsOfARecipe_AreEqual(string first, params string[] others) =>
        Assert.All(others, other => Assert.Equal(Program.FindModel(first)!.RecipeText, Program.FindModel(other)!.RecipeText));

    [Fact]
    public void UpscaleAndItsRanges_HaveOneLayerMap() => Assert.Equal(Program.FindModel("C")!.Map, Program.FindModel("G")!.Map);

    [Fact]
    public void TheProgram_IsThePapers()
    {
        ModelPlan plan = Program.FindModel("Paper.Solar10B")!;

        Assert.Equal(10_731_524_096, plan.ParameterCount);
        Assert.Equal("Paper.Solar10B", Assert.Single(Program.Merges, plan => plan.Declaration.Name.Name == "Sft").Model);
    }

    private static YamlProgram Read(string text)
    {
        YamlProgram program = YamlProgramReader.Read("language.md", text);
        return program with { Declarations = program.Declarations.Select(declaration => ConfigExpansion.Expand(declaration, Handed)).ToEquatableArray() };
    }
}
