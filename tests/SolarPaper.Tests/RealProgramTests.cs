using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Compiler.Reading;
using Solar.Lab.CommandLine;
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
        string text = RealProgram.Declarations(Base(), Data([.. Stems.Select(stem => stem + ".jsonl")]), drop: null);

        Assert.Contains("SolarUpscaled: { upscale: Base, drop_top: 8, drop_bottom: 8 }", text, StringComparison.Ordinal);
        Assert.Contains("max_length: 2048", text, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", text, StringComparison.Ordinal);
        Assert.Contains("drop_top: 5", RealProgram.Declarations(Base(), Data(), drop: 5), StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_AreWhole_AndHaveEveryRowOfTheTables()
    {
        string text = RealProgram.Declarations(Base(), Data([.. Stems.Select((stem, i) => stem + (i % 2 == 0 ? ".json.gz" : ".parquet"))]), drop: null);
        YamlProgram program = YamlProgramReader.Read("paper.solar.yaml", text);

        Assert.Empty(program.Findings);
        string[] declared = [.. program.Declarations.Select(declaration => declaration.Read.Name.Name)];
        Assert.All(PaperTable.Names.Where(name => name != "Base"), name => Assert.Contains(name, declared));
    }

    [Fact]
    public async Task Checkpoint_GoesTheWholeRoad()
    {
        TorchLibrary.EnsureLoaded();
        torch.set_num_threads(1);
        string data = Path.Combine(_folder, "world"), directory = Path.Combine(_folder, "out"), checkpoint = Path.Combine(_folder, "checkpoint");
        await new WorldStep(new WorldSizes(1) { BaseTexts = 10, WebTexts = 20, HeldOutTexts = 60, Records = 8, Pairs = 8, Items = 8 }).RunAsync(data, new Progress<double>(), CancellationToken.None);
        using (SmallLlama model = SmallLlama.Create())
        {
            Checkpoint.Save(model, checkpoint, tokenizerFrom: Path.Combine(data, "tokenizer"));
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        using var said = new StringWriter();
        int code = await RealProgram.RunAsync(checkpoint, data, tests: null, drop: null, directory, ["--set", "max_steps=1", "--set", "max_length=256"], [], console, CancellationToken.None, said);

        Assert.True(code == ExitCode.Success, said.ToString());
        Assert.All(PaperTable.Names.Where(name => name != "Base"), name => Assert.True(File.Exists(Path.Combine(directory, "checkpoints", name, "model.safetensors")), name));
        Assert.Contains("\"num_hidden_layers\": 12", File.ReadAllText(Path.Combine(directory, "checkpoints", "SolarInstruct", "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void SetsThatAreMissing_AreAllNamed_WithWhatTheyAre()
    {
        var fault = Assert.Throws<FileNotFoundException>(() => RealProgram.Declarations(Base(), Data("web-text.txt", "open_orca.jsonl"), drop: null));

        Assert.Contains("lacks 5 of the 7", fault.Message, StringComparison.Ordinal);
        Assert.All(Stems.Except(["web-text", "open_orca"]), stem => Assert.Contains($"  {stem}.jsonl", fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void TwoFilesOfOneSet_AreNotChosenBetween() => Assert.Contains(
        "web-text.jsonl and web-text.txt",
        Assert.Throws<FileNotFoundException>(() => RealProgram.Declarations(Base(), Data("web-text.txt", "web-text.jsonl"), drop: null)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{", "is no JSON")]
    [InlineData("{}", "has no num_hidden_layers")]
    public void ConfigurationThatSaysNothing_IsNamed(string config, string part)
    {
        var fault = Assert.Throws<InvalidDataException>(() => RealProgram.Declarations(Base(config), Data(), drop: null));

        Assert.Contains("config.json", fault.Message, StringComparison.Ordinal);
        Assert.Contains(part, fault.Message, StringComparison.Ordinal);
    }
}
