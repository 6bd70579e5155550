using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Compiler.Reading;
using Solar.Families;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Incremental;
using Solar.Generators.Tests.Inputs;
using Solar.Plans;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>A user's own module in the place of attention, of the feed-forward block, of the norms, named in C# and in YAML.</summary>
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
        string usings = "using Solar;\nusing Solar.Runtime;\nusing Solar.Runtime.Checkpoints;\nusing Solar.Runtime.Layers;\nusing TorchSharp.Modules;\n"
            + "using static TorchSharp.torch;\nusing static TorchSharp.torch.nn;\n";
        string declaration = Block(section, "csharp", 0), modules = usings + Block(section, "csharp", 1) + Block(section, "csharp", 2);

        TestRun left = TestProgram.Of(usings + declaration + modules[usings.Length..]).Run();
        TestRun right = TestProgram.Of(modules, Block(section, "yaml", 0)).Run();

        Assert.Empty(left.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        left.AssertCompiles();
        Assert.Contains(left.Files, file => file.Text.Contains("new global::GatedAttention(placement, hiddenSize: HiddenSize, numAttentionHeads: 8, ", StringComparison.Ordinal));
    }

    /// <summary>The conventions that the page names are those that types are held to.</summary>
    [Fact]
    public void TableOfTheDocumentation_HasTheConventionOfEachComponent()
    {
        string page = File.ReadAllText(Repository.Path("docs/architectures.md"));

        foreach (OwnComponent component in OwnComponent.All)
        {
            Assert.Contains($"| `{component.Word}` | `{component.BaseType}` | `{component.Constructor}` |", page, StringComparison.Ordinal);
            Type attribute = typeof(OwnMlpAttribute).Assembly.GetType($"Solar.{EmittedNames.Pascal(component.Word)}Attribute", throwOnError: true)!;
            Assert.NotNull(attribute.GetProperty("Module"));
        }
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

    /// <summary>Every key of every component that a module can stand in for, from the vocabularies, so that none is forgotten.</summary>
    [Fact]
    public void EveryKeyOfEveryOwnComponent_ReadsAlike()
    {
        Dictionary<string, (string CSharp, string Yaml)> values = new()
        {
            ["own_attention.module"] = ("typeof(Fused)", "Fused"),
            ["own_attention.tensors"] = ("[\"qkv.weight[64][hidden_size]\", \"out.weight[32][32]\"]", "[\"qkv.weight[64][hidden_size]\", \"out.weight[32][32]\"]"),
            ["own_mlp.intermediate_size"] = ("24", "24"),
            ["own_mlp.module"] = ("typeof(Squared)", "Squared"),
            ["own_mlp.tensors"] = ("[\"up.weight[24][32]\", \"down.weight[32][8 + 16]\"]", "[\"up.weight[24][32]\", \"down.weight[32][8 + 16]\"]"),
            ["own_norm.eps"] = ("1e-4", "1e-4"),
            ["own_norm.module"] = ("typeof(Scaled)", "Scaled"),
            ["own_norm.tensors"] = ("[\"_scale[2*1]\"]", "[\"_scale[2*1]\"]"),
        };
        Vocabulary[] components = [.. OwnComponent.All.Select(component => DecoderVocabulary.Find(component.Word)!)];
        string attributes = string.Concat(components.Select(component => $"[{EmittedNames.Pascal(component.Name)}("
            + string.Join(", ", component.Keys.Select(key => $"{key.PropertyName} = {values[$"{component.Name}.{key.Name}"].CSharp}")) + ")]\n"));
        string yaml = string.Concat(components.Select(component => $"    {component.Name}: {{ "
            + string.Join(", ", component.Keys.Select(key => $"{key.Name}: {values[$"{component.Name}.{key.Name}"].Yaml}")) + " }\n"));

        TestRun left = TestProgram.Of(Modules + "[Decoder(HiddenSize = 32), Attention(NumAttentionHeads = 4, NumKeyValueHeads = 2), LearnedPositions]\n"
            + attributes + "public partial class A;\n").Run();
        TestRun right = TestProgram.Of(
            Modules, "namespace: Paper\nmodels:\n  A:\n    decoder: { hidden_size: 32 }\n    attention: { num_attention_heads: 4, num_key_value_heads: 2 }\n    learned_positions:\n" + yaml).Run();

        Assert.Empty(left.Messages);
        Assert.Empty(right.Messages);
        Assert.Equal(left.Files.OrderBy(file => file.HintName), right.Files.OrderBy(file => file.HintName));
        left.AssertCompiles();
    }

    [Fact]
    public void DeclarationOfOwnModules_ComesBackFromItsCanonicalTextAndFromItsConfig()
    {
        ModelPlan plan = Plans(SnapshotInputs.OwnComponents).Single(plan => plan.Declaration.Name.Name == "Own");

        Assert.Equal(plan.Declaration, CatalogReader.Read("Paper.Own", CanonicalText.Write(plan.Declaration)).Declaration);
        ConfigReading config = ConfigJsonReader.Read("config.json", ConfigJson.Write(plan.Spec));
        Assert.Empty(config.Findings.Select(finding => finding.Message));
        Assert.Equal(ConfigJson.Write(plan.Spec), ConfigJson.Write(Family.Decoding.Lower(config.Architecture!.Values)));
    }

    /// <summary>Sizes of attention that are not written are those in force; a norm may have no parameter.</summary>
    [Fact]
    public void TensorsOfOwnModules_AreThoseOfThePlanInEachLayer()
    {
        ModelPlan plan = Plans(SnapshotInputs.OwnComponents).Single(plan => plan.Declaration.Name.Name == "Grown");

        Assert.Equal(
            ["self_attn.qkv.weight [64, 32]", "self_attn.out.weight [32, 32]", "mlp.up.weight [48, 32]", "mlp.down.weight [32, 48]"],
            TensorCatalog.LayerTensors(plan.Spec, layer: 5).Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
        Assert.Equal(["lm_head.weight"], TensorCatalog.Above(plan.Spec).Select(tensor => tensor.Name));
    }

    /// <summary>Which parameter of a module of one's own is its output, no rule can know.</summary>
    [Theory]
    [InlineData("", "the new layer changes what the model computes, for 'the output of self_attn' is not zero: add it to 'zero', or write 'copy'")]
    [InlineData(", Zero = [\"self_attn.out.weight\", \"mlp.down_proj.weight\"]", "")]
    public void IdentityLayerOfAnOwnModule_IsToldWhatIsZero(string zero, string message)
    {
        string program = Modules + "[Decoder(HiddenSize = 32), Attention(NumAttentionHeads = 4), OwnAttention(Module = typeof(Fused)), RotaryEmbedding, GatedMlp, RmsNorm]\n"
            + $"public partial class A;\n[Insert(typeof(A), \"16\", NewLayer.Identity{zero})]\npublic partial class B;\n";

        TestRun run = TestProgram.Of(program).Run();

        Assert.Equal(message.Length == 0 ? [] : ["SOLAR219: " + message], run.Reported.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(null)}"));
    }

    [Fact]
    public void ModelOfOwnModulesInAReferencedAssembly_IsGrownFromItsCatalog()
    {
        TestProgram program = TestProgram.Of(
            "[assembly: System.CLSCompliant(false)]\nnamespace App;\n[Solar.Upscale(typeof(Paper.Own), dropTop: 1, dropBottom: 1)]\npublic partial class Deeper;\n") with
        {
            References = [.. References.All, Library.Of(SnapshotInputs.OwnComponents, "Paper")],
        };

        TestRun run = program.Run();

        Assert.Empty(run.Messages);
        Assert.Contains(run.Files, file => file.Text.Contains("new global::Paper.Fused(placement", StringComparison.Ordinal));
        run.AssertCompiles();
    }

    [Fact]
    public void InternalModel_MayHaveAnInternalModule()
    {
        string internals = Modules.Replace("public sealed class Scaled", "internal sealed class Scaled", StringComparison.Ordinal);

        TestRun run = TestProgram.Of(internals
            + "[Decoder(HiddenSize = 32), Attention(NumAttentionHeads = 4), RotaryEmbedding, GatedMlp, OwnNorm(Module = typeof(Scaled))]\ninternal partial class A;\n").Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
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
        ModelPlan plan = Assert.Single(Plans(SnapshotInputs.OwnModules));

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

    // The modules of the snapshot, without what is declared of them.
    private static string Modules
    {
        get
        {
            string text = SnapshotInputs.OwnComponents.Sources[0].Text;
            int start = text.IndexOf("[Decoder", StringComparison.Ordinal);
            return text.Remove(start, text.IndexOf("[ModuleTensor", StringComparison.Ordinal) - start);
        }
    }

    private static IEnumerable<ModelPlan> Plans(TestProgram program) => ((JoinedProgram)program.Run().Outputs(TrackingNames.Joined).Single().Value).Models;

    private static string Block(string text, string language, int index)
    {
        string open = $"```{language}\n";
        string[] parts = text.Split(open);
        return parts[index + 1][..parts[index + 1].IndexOf("```", StringComparison.Ordinal)];
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
