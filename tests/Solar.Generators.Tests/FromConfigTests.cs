using System.Linq;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Rules;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>An architecture that stands in a config.json of the project.</summary>
public class FromConfigTests
{
    private const string FromConfig = "using Solar;\nnamespace Paper;\n[FromConfig(\"tiny/config.json\")] public partial class X;\n[Upscale(typeof(X), 1, 1)] public partial class Y;\n";

    [Fact]
    public void Config_IsTheDeclarationOfItsFamily()
    {
        const string written = "[Llama(HiddenSize = 8, IntermediateSize = 16, NumAttentionHeads = 2, NumHiddenLayers = 2, VocabSize = 10)]";

        TestRun byConfig = Run(FromConfig, FileExamples.Config);
        TestRun byHand = Run(FromConfig.Replace("[FromConfig(\"tiny/config.json\")]", written, System.StringComparison.Ordinal), FileExamples.Config);
        TestRun byYaml = TestProgram.OfYaml("namespace: Paper\nmodels:\n  X: { from_config: tiny/config.json }\n  Y: { upscale: X, drop_top: 1, drop_bottom: 1 }\n")
            .With([("/p/tiny/config.json", FileExamples.Config)]).Run();

        Assert.Empty(byConfig.Messages);
        Assert.Equal(byHand.Files, byConfig.Files);
        Assert.Equal(byHand.Files.OrderBy(f => f.HintName), byYaml.Files.OrderBy(f => f.HintName));
        byConfig.AssertCompiles();
    }

    /// <summary>What is wrong with a key is said at its place in the config, whichever file names it.</summary>
    [Theory]
    [InlineData("\"{|SOLAR002:sliding_windows|}\": 4096", "SOLAR002: 'sliding_windows' is no key of 'llama'")]
    [InlineData("\"{|SOLAR002:hiden_size|}\": 8", "SOLAR002: 'hiden_size' is no key of 'llama'; did you mean 'hidden_size'?")]
    [InlineData("\"num_key_value_heads\": {|SOLAR102:3|}", "SOLAR102: num_key_value_heads 3 does not divide num_attention_heads 2: 1, 2 would fit")]
    [InlineData("\"rms_norm_eps\": {|SOLAR007:\"small\"|}", "SOLAR007: 'small' is no value of 'rms_norm_eps': expected a number")]
    public void FaultOfAKey_IsAtItsPlaceInTheFile(string entry, string message)
    {
        if (entry.Contains("\"{|", System.StringComparison.Ordinal))
        {
            entry = entry.Replace("\"{|SOLAR002:", "{|SOLAR002:\"", System.StringComparison.Ordinal).Replace("|}\"", "\"|}", System.StringComparison.Ordinal);
        }

        string config = FileExamples.Config.Replace("\"model_type\"", entry + ", \"model_type\"", System.StringComparison.Ordinal);

        string[] messages = MarkedProgram.Verify(TestProgram.Of(FromConfig).With([("/p/tiny/config.json", config)]));

        Assert.Equal([message], messages);
    }

    [Fact]
    public void BookkeepingAndIgnoredKeys_AreNoFault()
    {
        string config = FileExamples.Config.Replace(
            "\"model_type\"", "\"_name_or_path\": \"x\", \"use_flash\": true, \"rope_scaling\": null, \"torch_dtype\": \"bfloat16\", \"model_type\"", System.StringComparison.Ordinal);

        Assert.Single(Run(FromConfig, config).Messages);
        Assert.Empty(Run(FromConfig.Replace("config.json\"", "config.json\", Ignore = [\"use_flash\"]", System.StringComparison.Ordinal), config).Messages);
        Assert.Empty(TestProgram.OfYaml("models:\n  X: { from_config: { path: config.json, ignore: use_flash } }\n").With([("config.json", config)]).Run().Messages);
    }

    [Fact]
    public void EditOfTheConfig_EmitsItsModelsAgain()
    {
        Assert.Contains("LayerCount = 2;", Run(FromConfig, FileExamples.Config).File("Y.Module.g.cs"), System.StringComparison.Ordinal);
        Assert.Contains(
            "LayerCount = 4;",
            Run(FromConfig, FileExamples.Config.Replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", System.StringComparison.Ordinal)).File("Y.Module.g.cs"),
            System.StringComparison.Ordinal);
    }

    /// <summary>Other additional files of a project are none of our business.</summary>
    [Fact]
    public void FileThatNobodyNames_IsNotRead() => Assert.Empty(Run("public class C;", "no json at all: [").Messages);

    [Fact]
    public void NearestFile_IsMeant()
    {
        TestRun run = TestProgram.Of(FromConfig).With([("/p/tiny/config.json", FileExamples.Config), ("/p/other/tiny/config.json", "{}")]).Run();

        Assert.Empty(run.Messages);
    }

    private static TestRun Run(string source, string config) => TestProgram.Of(source).With([("/p/tiny/config.json", config)]).Run();
}
