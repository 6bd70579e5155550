using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Hosting;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests.Incremental;

/// <summary>An edit of one declaration emits that one and what is made from it, and nothing else.</summary>
public class RelatedEditTests
{
    private const string Program = """
        using Solar;
        namespace Paper;
        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, VocabSize = 100)] public partial class Base;
        [Llama(HiddenSize = 32, IntermediateSize = 64, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100)] public partial class Other;
        [Upscale(typeof(Base), dropTop: 1, dropBottom: 1)] public partial class Grown;
        [Upscale(typeof(Other), dropTop: 1, dropBottom: 1)] public partial class OtherGrown;
        [TextFile("web.txt")] public partial class Web;
        [Pretrain(typeof(Grown), Data = [typeof(Web)], MaxSteps = 10)] public partial class Trained;
        """;

    private const string Yaml = "namespace: Paper\nmodels:\n" + RuleExample.YamlBase + "  Grown: { upscale: Base, drop_top: 1, drop_bottom: 1 }\n  Other: { llama: { num_hidden_layers: 2 } }\n";

    [Theory]
    [InlineData("IntermediateSize = 128", "IntermediateSize = 160", "Base Grown")]
    [InlineData("IntermediateSize = 64", "IntermediateSize = 96", "Other OtherGrown")]
    [InlineData("typeof(Base), dropTop: 1", "typeof(Base), dropTop: 2", "Grown")]
    [InlineData("NumHiddenLayers = 4, NumAttentionHeads = 4", "NumHiddenLayers = 4, NumAttentionHeads = 4, MaxPositionEmbeddings = 512", "Base Grown Trained")]
    [InlineData("MaxSteps = 10", "MaxSteps = 20", "Trained")]
    [InlineData("web.txt", "text.txt", "Web")]
    [InlineData("dropTop: 1, dropBottom: 1)] public partial class OtherGrown", "dropTop: 7, dropBottom: 1)] public partial class OtherGrown", "OtherGrown")]
    public void EditOfOneDeclaration_EmitsItAndItsDependents(string before, string after, string emitted)
    {
        TestProgram program = TestProgram.Of(Program);
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);
        Assert.Contains(before, Program, System.StringComparison.Ordinal);

        string edited = Program.Replace(before, after, System.StringComparison.Ordinal);
        TestRun second = first.Again(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], program.Parse("Program.cs", edited)));

        Assert.Equal(emitted.Split(' '), Emitted(second));
    }

    [Theory]
    [InlineData("models:", "# a comment\nmodels:", "")]
    [InlineData("intermediate_size: 128", "intermediate_size: 160", "Base Grown")]
    [InlineData("num_hidden_layers: 2 }", "num_hidden_layers: 3 }", "Other")]
    public void EditOfAYamlFile_EmitsWhatItChanges(string before, string after, string emitted)
    {
        TestProgram program = TestProgram.OfYaml(Yaml);
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        string edited = Yaml.Replace(before, after, System.StringComparison.Ordinal);
        GeneratorDriver driver = first.Driver.ReplaceAdditionalTexts([new MemoryText("program.solar.yaml", edited)]);
        TestRun second = (first with { Driver = driver }).Again(compilation);

        Assert.Equal(emitted.Split(' ', System.StringSplitOptions.RemoveEmptyEntries), Emitted(second));
    }

    /// <summary>The driver puts the files of an edit behind all others where there are several; the others' files are not emitted again for that.</summary>
    [Fact]
    public void EditOfSeveralFiles_EmitsWhatItChanges()
    {
        TestProgram program = new()
        {
            Sources = [.. Enumerable.Range(0, 5).Select(i => ($"M{i}.cs", $"[Solar.Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, VocabSize = 100)] public partial class M{i};"))],
        };
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        CSharpCompilation edited = compilation;
        foreach (int i in new[] { 1, 2 })
        {
            SyntaxTree tree = compilation.SyntaxTrees[i];
            edited = edited.ReplaceSyntaxTree(tree, program.Parse(tree.FilePath, tree.ToString().Replace("128", "160", System.StringComparison.Ordinal)));
        }

        TestRun second = first.Again(edited);

        Assert.Equal(["M1", "M2"], [.. second.Outputs(TrackingNames.Emitted).Where(output => !Steps.IsKept(output.Reason)).Select(output => ((Emission)output.Value).Files[0].HintName.Split('.')[0])]);
    }

    /// <summary>What is made from a broken model is not built; when it is mended, all of it comes back.</summary>
    [Fact]
    public void BrokenAndMended_IsAsBefore()
    {
        TestProgram program = TestProgram.Of(Program);
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);
        SyntaxTree whole = compilation.SyntaxTrees[0];

        SyntaxTree broken = program.Parse("Program.cs", Program.Replace("NumHiddenLayers = 4, NumAttentionHeads = 4", "NumHiddenLayers = 4, NumAttentionHeads = 7", System.StringComparison.Ordinal));
        CSharpCompilation brokenCompilation = compilation.ReplaceSyntaxTree(whole, broken);
        TestRun second = first.Again(brokenCompilation);
        TestRun third = second.Again(brokenCompilation.ReplaceSyntaxTree(broken, whole));

        Assert.Equal("SOLAR101", Assert.Single(second.Reported).Id);
        second.AssertCompiles();
        Assert.Empty(third.Reported);
        Assert.Equal(first.Files, third.Files);
    }

    /// <summary>A type of the user's with a name that emitted code uses concerns every file, and only such a type does.</summary>
    [Fact]
    public void NewTypeOfATakenName_EmitsAgain()
    {
        TestProgram program = TestProgram.Of(Program);
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        TestRun second = first.Again(compilation.AddSyntaxTrees(program.Parse("Tensor.cs", "namespace Paper; internal class Tensor;")));

        Assert.All(second.Reasons(TrackingNames.Units), reason => Assert.True(Steps.IsKept(reason)));
        Assert.Contains(IncrementalStepRunReason.Modified, second.Reasons(TrackingNames.Emitted));
        second.AssertCompiles();
    }

    private static string[] Emitted(TestRun run) =>
    [
        .. run.Outputs(TrackingNames.Emitted)
            .Where(output => !Steps.IsKept(output.Reason))
            .Select(output => ((Emission)output.Value).Files[0].HintName.Split('.')[1]),
    ];
}
