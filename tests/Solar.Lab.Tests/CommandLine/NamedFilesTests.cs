using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Compilation;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary><c>from_config</c> and <c>check_against</c> of a YAML file that no compiler has seen.</summary>
public sealed class NamedFilesTests : CommandLineTest
{
    private const string Grown = """
        models:
          A: { from_config: base/config.json }
          U: { upscale: A, drop_top: 1, drop_bottom: 1 }
        """;

    [Fact]
    public async Task FromConfig_IsReadBesideTheFile()
    {
        Base();
        JsonElement plan = (await LabRun.ToolAsync("plan", Write(Grown), "U", "--json")).Succeeded().Json;
        Assert.Equal([0, 1, 2, 1, 2, 3], plan.GetProperty("layer_map").EnumerateArray().Select(layer => layer.GetInt32()));
        Assert.Equal(4456, plan.GetProperty("parameters").GetInt64());
    }

    [Fact]
    public async Task FromConfigByAWholePath_IsReadToo()
    {
        Base();
        string file = Write(Grown.Replace("base/config.json", At("base/config.json").Replace('\\', '/'), StringComparison.Ordinal));
        (await LabRun.ToolAsync("plan", file, "U", "--json")).Succeeded();
    }

    [Fact]
    public async Task Upscale_OfAModelFromAConfig_MakesItsCheckpoint()
    {
        (await LabRun.ToolAsync("upscale", Write(Grown), "U", "--weights", $"A={Base()}", "--out", At("out"))).Succeeded();
        using CheckpointReader made = CheckpointReader.Open(At("out"));
        Assert.Contains("model.layers.5.mlp.up_proj.weight", made.Tensors.Keys);
    }

    [Fact]
    public async Task FromConfigThatIsNotThere_IsToldWhereItIsNamed()
    {
        Base();
        string file = Write(Grown.Replace("config.json", "confg.json", StringComparison.Ordinal));
        (await LabRun.ToolAsync("plan", file, "U")).Failed(
            ExitCode.Failure, "(2,21): SOLAR015: 'base/confg.json' is not there: there is no ", "did you mean 'config.json'?");
    }

    [Theory]
    [InlineData("../base/config.json", "'../base/config.json' is outside the folder of the declarations")]
    [InlineData("base/model.safetensors", "'base/model.safetensors' is no .json file")]
    [InlineData("base", "'base' is no .json file")]
    [InlineData("/dev/zero", "'/dev/zero' is no .json file")]
    [InlineData("\"a\\0.json\"", "no path has such a character")]
    [InlineData("large.json", "'large.json' is too long: it has 10.0 MB")]
    public async Task FromConfigOfWhatIsNoFileOfTheProgram_IsRefused(string path, string message)
    {
        Base();
        File.WriteAllBytes(At("large.json"), new byte[10_000_001]);
        LabRun run = await LabRun.ToolAsync("plan", Write(Grown.Replace("base/config.json", path, StringComparison.Ordinal)), "U");
        run.Failed(ExitCode.Failure, "SOLAR015: ", message);
        Assert.DoesNotContain("AdditionalFiles", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConfigWithAnUnknownKey_IsToldWithThePlaceInTheConfig()
    {
        Base();
        File.WriteAllText(At("base/config.json"), File.ReadAllText(At("base/config.json")).Replace("{", "{ \"hiden_size\": 8,", StringComparison.Ordinal));
        (await LabRun.ToolAsync("plan", Write(Grown), "U")).Failed(ExitCode.Failure, "config.json(1,", "SOLAR002", "hiden_size");
    }

    [Fact]
    public async Task CheckAgainst_HoldsTheDeclarationAgainstTheFile()
    {
        Base();
        string file = Write(Checked(layers: 4));
        (await LabRun.ToolAsync("plan", file, "A", "--json")).Succeeded();
        (await LabRun.ToolAsync("plan", Write(Checked(layers: 3)), "A")).Failed(
            ExitCode.Failure, "SOLAR350: num_hidden_layers is 3 here and 4 in 'base/config.json'");
    }

    [Fact]
    public async Task CheckAgainstAFileThatIsNotThere_IsToldWhereItIsNamed() =>
        (await LabRun.ToolAsync("plan", Write(Checked(layers: 4)), "A")).Failed(
            ExitCode.Failure, "models.solar.yaml(2,", "SOLAR015: 'base/config.json' is not there: there is no ");

    [Fact]
    public async Task MistakeBehindAnAnchor_IsToldOnce()
    {
        LabRun run = await LabRun.ToolAsync("plan", Write("""
            x-small: &small { hiden_size: 8, num_hidden_layers: 4, num_attention_heads: 3 }
            models:
              A: { llama: *small }
              B: { llama: *small }
            """), "A");

        run.Failed(ExitCode.Failure, "models.solar.yaml(1,19): SOLAR002");
        Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task FileOfMergekitsThatBeginsWithADigit_HasAName()
    {
        Base();
        File.WriteAllText(At("7b-dus.yml"), "merge_method: passthrough\nslices:\n  - sources: [{ model: base, layer_range: [0, 3] }]\n  - sources: [{ model: base, layer_range: [1, 4] }]\n");

        Assert.StartsWith("model Merge7bDus\n", (await LabRun.ToolAsync("plan", At("7b-dus.yml"))).Succeeded().Rows, StringComparison.Ordinal);
    }

    [Fact]
    public void TextThatIsNoFile_HasNoFilesBesideIt()
    {
        ProgramSource source = new ProgramSource().AddYaml("text", $"namespace: {ProgramSource.Namespace}\n{Grown}");
        DeclarationException refused = Assert.Throws<DeclarationException>(() => new InProcessCompiler().Compile(source));
        Assert.Equal("SOLAR015", Assert.Single(refused.Findings.Select(finding => finding.Rule.Id).Distinct()));
    }

    private static string Checked(int layers) => $$"""
        models:
          A: { llama: { hidden_size: 8, intermediate_size: 16, num_hidden_layers: {{layers}}, num_attention_heads: 2, vocab_size: 32, max_position_embeddings: 64 }, check_against: base/config.json }
        """;

    private string Write(string yaml)
    {
        File.WriteAllText(At("models.solar.yaml"), yaml);
        return At("models.solar.yaml");
    }
}
