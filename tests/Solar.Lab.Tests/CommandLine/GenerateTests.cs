using System;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class GenerateTests : CommandLineTest
{
    public GenerateTests() => TorchSharp.torch.set_num_threads(1);

    [SkippableFact]
    public async Task Generate_TellsThePublishedStory()
    {
        string stories = SolarAssets.Path("stories260K/hf");
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(stories, "expected.json")));
        string text = expected.RootElement.GetProperty("greedy").GetProperty("text_256").GetString()!;
        const string Prompt = "Once upon a time";
        Assert.StartsWith(Prompt, text, StringComparison.Ordinal);

        LabRun run = (await LabRun.ToolAsync("generate", stories, Prompt, "--max-new-tokens", "60")).Succeeded();
        Assert.StartsWith(run.Output.Trim(), text, StringComparison.Ordinal);
        Assert.True(run.Output.Length > 100, run.Output);
    }

    [SkippableFact]
    public async Task Generate_OfADeclaredModel_UsesTheProgramsOwnType()
    {
        string stories = SolarAssets.Path("stories260K/hf");
        LabRun run = (await InProgramAsync("generate", "RealStories", "Once upon", "--weights", $"RealStories={stories}", "--max-new-tokens", "5", "--json")).Succeeded();
        Assert.Equal("Once upon", run.Json.GetProperty("prompt").GetString());
        Assert.Equal(5, run.Json.GetProperty("tokens").GetInt32());
        Assert.StartsWith(" a time", run.Json.GetProperty("continuation").GetString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task OptionOutOfRange_IsSaid() =>
        (await LabRun.ToolAsync("generate", SolarAssets.Path("stories260K/hf"), "Once", "--top-p", "2")).Failed(ExitCode.Failure, "TopP is 2");

    [Fact]
    public async Task CheckpointWithoutATokenizer_IsSaid() =>
        (await LabRun.ToolAsync("generate", Base(), "Once")).Failed(ExitCode.Failure, "tokenizer.model");

    [Fact]
    public async Task PromptThatIsMissing_IsUsage() =>
        (await LabRun.ToolAsync("generate", Base())).Failed(ExitCode.Usage, "a text in quotes");

    [Fact]
    public async Task PromptWithoutQuotes_IsUsage() =>
        (await LabRun.ToolAsync("generate", Base(), "Once", "upon")).Failed(ExitCode.Usage, "'upon' is a word too many");
}
