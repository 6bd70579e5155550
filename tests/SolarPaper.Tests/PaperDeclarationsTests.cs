using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using Solar;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Testing;
using Spectre.Console;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>The paper as declarations: in C#, and the same in YAML.</summary>
public sealed class PaperDeclarationsTests
{
    private const string Namespace = "SolarPaper.Declared.";

    private static string Folder => Repository.Path("samples/SolarPaper/Paper");

    [Fact]
    public void Yaml_DeclaresTheSame()
    {
        Dictionary<string, string> attributes = typeof(PaperProgram).Assembly.GetCustomAttributes<SolarCatalogAttribute>()
            .Where(entry => entry.Name.StartsWith(Namespace, StringComparison.Ordinal)).ToDictionary(entry => entry.Name, entry => entry.Declaration);
        YamlProgram yaml = YamlProgramReader.Read("paper.yaml", File.ReadAllText(Path.Combine(Folder, "paper.yaml")));
        JoinedProgram joined = ProgramJoiner.Join(yaml.Declarations.Select(declaration => declaration.Read), []);

        Assert.Empty(yaml.Findings.Concat(joined.Findings));
        Dictionary<string, string> written = Texts(joined);
        Assert.Equal(attributes.Keys.Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
        Assert.All(attributes, pair => Assert.Equal(pair.Value, written[pair.Key]));
    }

    [Fact]
    public void TheWholeProgram_IsOneShortFile_AsThePagesSay()
    {
        int lines = File.ReadAllLines(Path.Combine(Folder, "Paper.cs")).Length;

        Assert.InRange(lines, 1, 119);
        Assert.Contains($"[one file of {lines} lines](samples/SolarPaper/Paper/Paper.cs)", File.ReadAllText(Repository.Path("README.md")), StringComparison.Ordinal);
        Assert.Contains($"declares all of it in {lines} lines", File.ReadAllText(Repository.Path("docs/paper.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBase_HasHalfAMillionParametersAtMost_AsManyAsThePageSays()
    {
        Assert.InRange(SolarPaper.Declared.SmallLlama.ParameterCount, 1, 500_000);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"A base of {SolarPaper.Declared.SmallLlama.ParameterCount:N0} parameters"), File.ReadAllText(Repository.Path("docs/paper.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBudget_HasEveryStage()
    {
        string[] stages = [.. typeof(PaperProgram).Assembly.GetTypes().Where(type => type.Namespace == "SolarPaper.Declared" && type.GetProperty("Defaults", BindingFlags.Public | BindingFlags.Static) is not null).Select(type => type.Name)];
        var console = new StringWriter();

        PaperBudget.Write(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(console), ColorSystem = ColorSystemSupport.NoColors }));

        Assert.Equal(11, stages.Length);
        Assert.All(stages, stage => Assert.Contains($"│ {stage} ", console.ToString(), StringComparison.Ordinal));
        Assert.Matches(@"Base +│ 1,000 steps of 8 × 128 tokens: 1,024,000 tokens", console.ToString());
    }

    [Fact]
    public void EveryRowOfATable_IsDeclared()
    {
        string[] declared = [.. typeof(PaperProgram).Assembly.GetCustomAttributes<SolarCatalogAttribute>().Select(entry => entry.Name)];

        Assert.All(PaperTable.All.SelectMany(table => table.Rows), row => Assert.Contains(Namespace + row.Name, declared));
        Assert.All(PaperTable.All.SelectMany(table => table.Claims), claim => Assert.Contains(Namespace + claim.From, declared));
        Assert.All(PaperTable.All.SelectMany(table => table.Claims), claim => Assert.Contains(Namespace + claim.To, declared));
    }

    private static Dictionary<string, string> Texts(JoinedProgram program) => new(
        program.Models.Select(model => KeyValuePair.Create(model.Declaration.Name.FullName, ResolvedText.Of(model)))
            .Concat(program.Stages.Select(stage => KeyValuePair.Create(stage.Declaration.Name.FullName, ResolvedText.Of(stage))))
            .Concat(program.Merges.Select(merge => KeyValuePair.Create(merge.Declaration.Name.FullName, ResolvedText.Of(merge))))
            .Concat(program.Datasets.Select(data => KeyValuePair.Create(data.Declaration.Name.FullName, ResolvedText.Of(data)))));
}
