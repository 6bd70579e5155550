using System;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Compiler.Reading;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Incremental;
using Solar.Generators.Tests.Inputs;
using Solar.Plans;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>A user's own module in the place of the feed-forward block, named in C# and in YAML.</summary>
public class OwnModuleTests
{
    private const string Declaration = """
        [Decoder(HiddenSize = 32, NumHiddenLayers = 2, VocabSize = 64), Attention(NumAttentionHeads = 4), RotaryEmbedding]
        [OwnMlp(Module = typeof(Squared), IntermediateSize = 48), RmsNorm]
        public partial class Small;
        """;

    private static string Module => SnapshotInputs.OwnModules.Sources[0].Text.Replace(Declaration, "", StringComparison.Ordinal);

    [Fact]
    public void ExampleOfTheDocumentation_CompilesAndIsTheSameInYaml()
    {
        string page = File.ReadAllText(Repository.Path("docs/architectures.md"));
        string section = page[page.IndexOf("## A module of one's own", StringComparison.Ordinal)..];
        string csharp = "using Solar;\nusing Solar.Runtime;\nusing Solar.Runtime.Checkpoints;\nusing TorchSharp.Modules;\nusing static TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n"
            + Block(section, "csharp");
        int module = csharp.IndexOf("[ModuleTensor", StringComparison.Ordinal), declaration = csharp.IndexOf("[Decoder", StringComparison.Ordinal);

        TestRun left = TestProgram.Of(csharp).Run();
        TestRun right = TestProgram.Of(csharp.Remove(declaration, module - declaration), Block(section, "yaml")).Run();

        Assert.Empty(left.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        left.AssertCompiles();
    }

    [Theory]
    [InlineData("Squared")]
    [InlineData("Paper.Squared")]
    public void ModuleNamedInYaml_EmitsWhatTheAttributeEmits(string written)
    {
        TestRun left = SnapshotInputs.OwnModules.Run();
        TestRun right = TestProgram.Of(Module, Yaml(written)).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        left.AssertCompiles();
    }

    [Fact]
    public void NestedModule_IsFoundByItsDottedName()
    {
        string nested = Module.Replace("[ModuleTensor(\"up", "public static class Blocks {\n[ModuleTensor(\"up", StringComparison.Ordinal) + "}\n";

        TestRun run = TestProgram.Of(nested, Yaml("Blocks.Squared")).Run();

        Assert.Empty(run.Messages);
        Assert.Contains(run.Files, file => file.Text.Contains("new global::Paper.Blocks.Squared(placement", StringComparison.Ordinal));
        run.AssertCompiles();
    }

    [Fact]
    public void ItsTensors_AreOfThePlanAndComeBackFromTheCanonicalText()
    {
        ModelPlan plan = Assert.Single(((Solar.Compiler.Joining.JoinedProgram)SnapshotInputs.OwnModules.Run().Outputs(TrackingNames.Joined).Single().Value).Models);

        Assert.Equal(
            ["mlp.up.weight [48, 32]", "mlp.down.weight [32, 96]", "mlp.down.bias [32]"],
            TensorCatalog.LayerTensors(plan.Spec).Where(tensor => tensor.Name.StartsWith("mlp", StringComparison.Ordinal))
                .Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
        Assert.Equal(plan.Declaration, CatalogReader.Read("Paper.Small", CanonicalText.Write(plan.Declaration)).Declaration);
    }

    [Theory]
    [InlineData("\"hidden_size\", \"2*intermediate_size\"", "\"hidden_size\", \"3*intermediate_size\"", true)]
    [InlineData("x => x", "x => x + x", false)]
    public void EditOfTheModule_EmitsAgainOnlyWhatItSaysOfItself(string before, string after, bool emits)
    {
        TestProgram program = TestProgram.Of(Module + "\npublic static class Other { public static readonly System.Func<int, int> Same = x => x; }\n", Yaml("Squared"));
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);
        string text = program.Sources[0].Text;
        Assert.Contains(before, text, StringComparison.Ordinal);

        TestRun second = first.Again(compilation.ReplaceSyntaxTree(
            compilation.SyntaxTrees[0], program.Parse("Program.cs", text.Replace(before, after, StringComparison.Ordinal))));

        Assert.Equal(emits, second.Reasons(TrackingNames.Emitted).Any(reason => !Steps.IsKept(reason)));
    }

    private static string Block(string text, string language)
    {
        int start = text.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return text[start..text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    private static string Yaml(string module) => $$"""
        namespace: Paper
        models:
          Small:
            decoder: { hidden_size: 32, num_hidden_layers: 2, vocab_size: 64 }
            attention: { num_attention_heads: 4 }
            rotary_embedding:
            own_mlp: { module: {{module}}, intermediate_size: 48 }
            rms_norm:
        """;
}
