using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Solar.Compiler.Reading;
using Solar.Lab.CommandLine;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Results;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Native;
using SolarPaper.Declared;
using SolarPaper.Real;
using SolarPaper.World;
using Spectre.Console;
using TorchSharp;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>The paper's road on a checkpoint that is there, with data of one's own.</summary>
public sealed class RealProgramTests : IDisposable
{
    private static readonly string[] Stems = ["web-text", "held-out-text", "alpaca_gpt4", "open_orca", "math_instruct", "ultrafeedback", "math_alignment"];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-real-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Data(params string[] names)
    {
        string folder = Path.Combine(_folder, "data");
        Directory.CreateDirectory(folder);
        Array.ForEach(names, name => File.WriteAllText(Path.Combine(folder, name), ""));
        return folder;
    }

    private string Base(string config = """{ "num_hidden_layers": 32, "max_position_embeddings": 32768 }""")
    {
        string folder = Path.Combine(_folder, "base");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        return folder;
    }

    [Fact]
    public void ThirtyTwoLayers_LoseEightFromEachCopy_AsThePapersDo()
    {
        string text = Declarations(Base(), Data([.. Stems.Select(stem => stem + ".jsonl")]), drop: null);

        Assert.Contains("SolarUpscaled: { upscale: Base, drop_top: 8, drop_bottom: 8 }", text, StringComparison.Ordinal);
        Assert.Contains("max_length: 2048", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains("drop_top: 5", Declarations(Base(), Data(), drop: 5), StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_AreWhole_AndHaveEveryRowOfTheTables()
    {
        string text = Declarations(Base(), Data([.. Stems.Select((stem, i) => stem + (i % 2 == 0 ? ".json.gz" : ".parquet"))]), drop: null);
        YamlProgram program = YamlProgramReader.Read("paper.solar.yaml", text);

        Assert.Empty(program.Findings);
        string[] declared = [.. program.Declarations.Select(declaration => declaration.Read.Name.Name)];
        Assert.All(PaperTable.Names.Where(name => name != "Base"), name => Assert.Contains(name, declared));
    }

    [Fact]
    public async Task Checkpoint_GoesTheWholeRoad()
    {
        RealRun run = await RunAsync();

        Assert.All(PaperTable.Names.Where(name => name != "Base"), name => Assert.True(File.Exists(Path.Combine(run.Checkpoints, name, "model.safetensors")), name));
        Assert.Contains("\"num_hidden_layers\": 12", File.ReadAllText(Path.Combine(run.Checkpoints, "SolarInstruct", "config.json")), StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(run.Directory, "report.html"));
        Assert.Contains("--tests DIR names a folder of H6's sets", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"missing\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Table 2", page, StringComparison.Ordinal);
        Assert.Contains("figure-held-out", page, StringComparison.Ordinal);
        Assert.DoesNotContain("small world", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MistralCheckpointWithTests_HasThePapersTablesAndEffects()
    {
        string tests = Path.Combine(_folder, "h6");
        TinyH6.Write(tests);

        // A Mistral checkpoint has no keys of Llama's alone; H6's problems ask for 256 new tokens.
        RealRun run = await RunAsync(
            config =>
            {
                Array.ForEach(["attention_bias", "mlp_bias", "pretraining_tp"], key => config.Remove(key));
                config["model_type"] = "mistral";
                config["architectures"] = new JsonArray("MistralForCausalLM");
                config["max_position_embeddings"] = 1024;
            },
            run => run with { Tests = tests, Items = 2 });

        Assert.Contains("MistralForCausalLM", File.ReadAllText(Path.Combine(run.Checkpoints, "MergeSlerp", "config.json")), StringComparison.Ordinal);
        string page = File.ReadAllText(Path.Combine(run.Directory, "report.html"));
        Assert.Contains("SOLAR from checkpoint", page, StringComparison.Ordinal);
        Assert.Contains("their mean is not H6: arc_challenge was measured on 2 documents of 1172", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"missing\"", page, StringComparison.Ordinal);
        IReadOnlyList<PaperFinding> findings = PaperFinding.All(run.Evaluations, data: null);
        Assert.Equal(PaperTable.All.Sum(table => table.Claims.Count), findings.Count);
        foreach (PaperFinding finding in findings)
        {
            double Mean(string name) => EvaluationResult.Read(Path.Combine(run.Evaluations, name)).Figures.Mean!.Value;
            Assert.Equal(Mean(finding.To) - Mean(finding.From), finding.Ours.Mean, 1e-9);
            Assert.Contains($"{finding.From} → {finding.To}", page, StringComparison.Ordinal);
        }
    }

    // The road on a model of the small world's size that nobody has trained, a step a stage.
    private async Task<RealRun> RunAsync(Action<JsonObject>? configure = null, Func<RealRun, RealRun>? told = null)
    {
        TorchLibrary.EnsureLoaded();
        torch.set_num_threads(1);
        string data = Path.Combine(_folder, "world"), checkpoint = Path.Combine(_folder, "checkpoint"), config = Path.Combine(checkpoint, "config.json");
        await new WorldStep(new WorldSizes(1) { BaseTexts = 10, WebTexts = 20, HeldOutTexts = 60, Records = 8, Pairs = 8, Items = 8 }).RunAsync(data, new Progress<double>(), CancellationToken.None);
        using (SmallLlama model = SmallLlama.Create())
        {
            Checkpoint.Save(model, checkpoint, tokenizerFrom: Path.Combine(data, "tokenizer"));
        }

        JsonObject configuration = JsonNode.Parse(File.ReadAllText(config))!.AsObject();
        configure?.Invoke(configuration);
        File.WriteAllText(config, configuration.ToJsonString());
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        using var said = new StringWriter();
        var run = new RealRun(checkpoint, data, Path.Combine(_folder, "out")) { Overrides = ["--set", "max_steps=1", "--set", "max_length=256"], Machine = ["--threads", "1"], Errors = said };
        run = told is null ? run : told(run);
        int code = await RealProgram.RunAsync(run, console, CancellationToken.None);

        Assert.True(code == ExitCode.Success, said.ToString());
        return run;
    }

    private static string Declarations(string checkpoint, string data, int? drop) => RealDeclarations.Write(checkpoint, RealData.Find(data), drop);

    [Fact]
    public async Task TestsThatAreNotThere_AreSaidBeforeAnythingIsBuilt()
    {
        string data = Data([.. Stems.Select(stem => stem + ".jsonl")]);
        var run = new RealRun(Base(), data, Path.Combine(_folder, "out")) { Tests = Path.Combine(_folder, "nowhere") };

        Assert.Contains("arc_challenge", (await Assert.ThrowsAsync<TaskDataException>(() => RealProgram.RunAsync(run, AnsiConsole.Console, CancellationToken.None))).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run.Directory));
    }

    [Fact]
    public async Task BaseThatIsTooShortForTheTests_IsSaidBeforeAnythingIsBuilt()
    {
        var run = new RealRun(Base("""{ "num_hidden_layers": 8, "max_position_embeddings": 256 }"""), Data([.. Stems.Select(stem => stem + ".jsonl")]), Path.Combine(_folder, "out")) { Tests = _folder };

        Assert.Contains("256 positions", (await Assert.ThrowsAsync<InvalidDataException>(() => RealProgram.RunAsync(run, AnsiConsole.Console, CancellationToken.None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SetsThatAreMissing_AreAllNamed_WithWhatTheyAre()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => Declarations(Base(), Data("web-text.txt", "open_orca.jsonl"), drop: null));

        Assert.Contains("lacks 5 of the 7", fault.Message, StringComparison.Ordinal);
        Assert.All(Stems.Except(["web-text", "open_orca"]), stem => Assert.Contains($"  {stem}.jsonl", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void TwoFilesOfOneSet_AreNotChosenBetween() => Assert.Contains(
        "web-text.jsonl and web-text.txt",
        Assert.Throws<FileNotFoundException>(() => Declarations(Base(), Data("web-text.txt", "web-text.jsonl"), drop: null)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("{}", "has no num_hidden_layers")]
    public void ConfigurationThatSaysNothing_IsNamed(string config, string part)
    {
        var fault = Assert.Throws<InvalidDataException>(() => Declarations(Base(config), Data([.. Stems.Select(stem => stem + ".jsonl")]), drop: null));

        Assert.Contains("config.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
