using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Incremental;
using Solar.Generators.Tests.Inputs;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests;

public class ReferencedCatalogTests
{
    private const string Grown = "[Solar.Upscale(typeof(Zoo.Base), 1, 1)] public partial class Grown;";

    /// <summary>All of the design's program, referred to from another assembly in every way.</summary>
    [Fact]
    public void ModelsStagesMergesAndData_AreKnownToWhoeverReferencesThem()
    {
        TestProgram program = TestProgram.Of("""
            using Solar;
            using Paper;
            namespace App;
            [Upscale(typeof(SolarInstruct), dropTop: 8, dropBottom: 8)] [Expect(NumHiddenLayers = 80)] public partial class Deeper;
            [Average(typeof(SolarInstruct), typeof(SftV3V4))] public partial class Mean;
            [InstructionTune(typeof(Mean), Data = [typeof(OpenOrca)])] public partial class Again;
            """) with
        {
            References = [.. References.All, Library.Of(SnapshotInputs.PaperInCSharp, "Paper")],
        };

        TestRun run = program.Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
        Assert.DoesNotContain(run.Files, file => file.HintName.StartsWith("Paper.", System.StringComparison.Ordinal));
    }

    /// <summary>A catalog says where a class is nested by its dotted name alone; both front ends find it, and emitted code names it.</summary>
    [Fact]
    public void NestedDeclarations_AreFoundByTheirDottedNames()
    {
        MetadataReference library = Library.Of(
            TestProgram.Of("""
                using Solar;
                namespace Zoo;
                public static partial class Small
                {
                    public partial class Cage
                    {
                        [Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 4, NumAttentionHeads = 4, VocabSize = 100)] public partial class Base;
                        [TextFile("web.txt")] public partial class Web;
                    }

                    [Upscale(typeof(Cage.Base), dropTop: 1, dropBottom: 1)] public partial class Grown;
                }
                """),
            "Zoo");
        TestProgram program = TestProgram.Of(
            """
            using Solar;
            using Zoo;
            namespace App;
            [Upscale(typeof(Small.Grown), dropTop: 1, dropBottom: 1)] [Expect(NumHiddenLayers = 10)] public partial class Deep;
            [Pretrain(typeof(Small.Cage.Base), Data = [typeof(Small.Cage.Web)], MaxSteps = 1)] public partial class Trained;
            """,
            "namespace: App\nusing: Zoo\nmodels:\n  Simple: { upscale: Small.Cage.Base, drop_top: 1, drop_bottom: 1 }\n  Full: \"Upscale(Zoo.Small.Grown, 2, 2)\"\n") with
        {
            References = [.. References.All, library],
        };

        TestRun run = program.Run();

        Assert.Empty(run.Messages);
        run.AssertCompiles();
    }

    /// <summary>A newer compiler may say what this one would misread.</summary>
    [Theory]
    [InlineData("[assembly: Solar.SolarCatalog(2, \"Zoo.Base\", \"{\\\"llama\\\": {}}\")]")]
    [InlineData("[assembly: Solar.SolarCatalog(1, \"Zoo.Base\", \"not what it was\")]")]
    [InlineData("[assembly: Solar.SolarCatalog(1, \"Zoo.Base\", \"{\\\"llama\\\": {\\\"new_key\\\": 1}}\")]")]
    [InlineData("[assembly: Solar.SolarCatalog(1, null!, null!)]")]
    public void EntryThatCannotBeRead_IsPassedOver(string entry)
    {
        TestRun run = (TestProgram.Of(Grown) with { References = [.. References.All, Plain(entry + "\nnamespace Zoo { public class Base; }")] }).Run();

        Assert.Equal(["SOLAR005: 'Zoo.Base' is no model, stage or merge"], run.Messages);
        run.AssertCompiles();
    }

    [Fact]
    public void OtherReference_EmitsWhatItChanges()
    {
        MetadataReference Zoo(int layers) => Library.Of(
            TestProgram.OfYaml("namespace: Zoo\nmodels:\n" + RuleExample.YamlBase.Replace("num_hidden_layers: 4", $"num_hidden_layers: {layers}", System.StringComparison.Ordinal)), "Zoo");
        MetadataReference four = Zoo(4), five = Zoo(5);
        TestProgram program = TestProgram.Of("namespace App;\n" + Grown + "\n[Solar.TextFile(\"w\")] public partial class Web;") with { References = [.. References.All, four] };
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        TestRun second = first.Again(compilation.ReplaceReference(four, five));

        Assert.Contains("LayerCount = 8", second.File("Grown.Module.g.cs"), System.StringComparison.Ordinal);
        Assert.Equal(1, second.Reasons(TrackingNames.Emitted).Count(reason => !Steps.IsKept(reason)));
    }

    private static MetadataReference Plain(string source)
    {
        using var image = new System.IO.MemoryStream();
        Assert.True(TestProgram.Of(source).Compile("Zoo").Emit(image).Success);
        image.Position = 0;
        return MetadataReference.CreateFromStream(image);
    }
}
