using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

/// <summary><c>eval</c> and <c>scores</c>: checkpoints measured and put side by side.</summary>
public sealed class EvalTests : CommandLineTest
{
    public EvalTests() => TorchSharp.torch.set_num_threads(1);

    private static string Stories => SolarAssets.Path("stories260K/hf");

    [SkippableFact]
    public async Task Eval_OfOwnTasks_WritesResultsLogsAndAPage()
    {
        LabRun run = (await InProgramAsync("eval", Stories, "--tasks", "boolq,sums", "--data", Data(), "--out", At("out"), "--threads", "1")).EndedWith(ExitCode.Success);

        Assert.Contains("boolq", run.Output, StringComparison.Ordinal);
        Assert.Contains("Profile leaderboard-v1", run.Output, StringComparison.Ordinal);
        Assert.Contains("The mean is no H6", run.Output, StringComparison.Ordinal);
        Assert.Equal(4, File.ReadLines(At("out/hf/samples/boolq.jsonl")).Count());
        Assert.Contains("| hf |", File.ReadAllText(At("out/report.md")), StringComparison.Ordinal);
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(At("out/hf/results.json")));
        Assert.Equal(260_032, results.RootElement.GetProperty("manifest").GetProperty("parameters").GetInt64());
        Assert.False(results.RootElement.GetProperty("manifest").GetProperty("adds_bos").GetBoolean());
    }

    [SkippableFact]
    public async Task DeclarationOfANamedFile_IsMeant_BeforeAFolderOfItsName()
    {
        File.WriteAllText(At("one.solar.yaml"), "models: { Grown: { upscale: Base, drop_top: 1, drop_bottom: 1 } }\n");
        (await LabRun.ToolAsync("build", At("one.solar.yaml"), "Grown", "--base", $"Base={Stories}", "--checkpoints", At("checkpoints"))).EndedWith(ExitCode.Success);
        string here = Path.GetFullPath("Grown");
        Directory.CreateDirectory(here);
        try
        {
            LabRun run = (await InProgramAsync(
                "eval", At("one.solar.yaml"), "Base", "Grown", "--base", $"Base={Stories}", "--checkpoints", At("checkpoints"), "--tasks", "boolq", "--data", Data(), "--out", At("out"), "--parent", "Base", "--threads", "1", "--json")).EndedWith(ExitCode.Success);

            Assert.Equal(["Base", "Grown"], run.Json.GetProperty("comparison").GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        }
        finally
        {
            Directory.Delete(here);
        }
    }

    [SkippableFact]
    public async Task TaskThatAsksForMoreThanTheModelHolds_IsSaid()
    {
        Directory.CreateDirectory(At("short"));
        Array.ForEach(Directory.GetFiles(Stories), file => File.Copy(file, At(Path.Combine("short", Path.GetFileName(file)))));
        File.WriteAllText(At("short/config.json"), File.ReadAllText(At("short/config.json")).Replace("\"max_position_embeddings\": 512", "\"max_position_embeddings\": 200", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(Data(), "gsm8k_test.jsonl"), "{\"question\": \"1 + 1?\", \"answer\": \"#### 2\"}");

        LabRun run = (await InProgramAsync("eval", At("short"), "--tasks", "gsm8k", "--num-fewshot", "0", "--data", At("data"), "--out", At("out"), "--threads", "1")).EndedWith(ExitCode.Failure);

        Assert.Contains("asks for 256 new tokens of a model that has room for 200", run.Error, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task SecondRun_AsksTheModelNothing_AndHasTheSameFigures()
    {
        string[] command = ["eval", Stories, "--tasks", "boolq,sums", "--data", Data(), "--out", At("out"), "--threads", "1", "--json"];
        JsonElement first = (await InProgramAsync(command)).EndedWith(ExitCode.Success).Json.GetProperty("results")[0].GetProperty("figures").GetProperty("tasks");
        File.Delete(At("out/hf/results.json"));

        LabRun second = (await InProgramAsync([.. command[..^1]])).EndedWith(ExitCode.Success);

        Assert.Contains("8 of 8 requests, 8 known", second.Error, StringComparison.Ordinal);
        using JsonDocument results = JsonDocument.Parse(File.ReadAllText(At("out/hf/results.json")));
        Assert.Equal(first.GetRawText().Where(c => !char.IsWhiteSpace(c)), results.RootElement.GetProperty("figures").GetProperty("tasks").GetRawText().Where(c => !char.IsWhiteSpace(c)));
    }

    [SkippableFact]
    public async Task SeveralCheckpoints_AreHeldAgainstAParent()
    {
        (await LabRun.ToolAsync("upscale", "--base", Stories, "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)", "--out", At("grown"))).EndedWith(ExitCode.Success);

        LabRun run = (await InProgramAsync(
            "eval", Stories, At("grown"), "--tasks", "boolq", "--data", Data(), "--out", At("out"), "--parent", "hf", "--limit", "2", "--threads", "1", "--json")).EndedWith(ExitCode.Success);

        JsonElement models = run.Json.GetProperty("comparison").GetProperty("models");
        Assert.Equal(["hf", "grown"], models.EnumerateArray().Select(model => model.GetProperty("name").GetString()));
        Assert.True(models[1].GetProperty("scores")[1].TryGetProperty("change", out _));

        LabRun scores = (await LabRun.ToolAsync("scores", At("out"), "--parent", "hf", "--markdown", At("page.md"))).EndedWith(ExitCode.Success);
        Assert.Contains("grown", scores.Output, StringComparison.Ordinal);
        Assert.Contains("| grown |", File.ReadAllText(At("page.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("boolq2", "did you mean 'boolq'?")]
    [InlineData("nonsense-task", "there are h6, boolq, sums, trivia, arc_challenge")]
    public async Task UnknownTask_IsUsage(string task, string message) =>
        (await InProgramAsync("eval", Base(), "--tasks", task, "--data", Data())).Failed(ExitCode.Usage, message);

    [Fact]
    public async Task UnknownProfile_NamesBoth() =>
        (await InProgramAsync("eval", Base(), "--profile", "v1", "--data", Data())).Failed(ExitCode.Usage, "leaderboard-v1 and current");

    [Fact]
    public async Task MissingData_SaysWhereToGetIt() =>
        (await InProgramAsync("eval", Base(), "--tasks", "gsm8k", "--data", At("nowhere"))).Failed(ExitCode.Failure, "there is no such folder");

    [Fact]
    public async Task DataOfTheLastTask_IsMissedBeforeTheFirstIsAsked()
    {
        string data = Data();
        File.Delete(At("data/sums_test.jsonl"));

        LabRun run = (await InProgramAsync("eval", Base(), "--tasks", "boolq,sums", "--data", data, "--out", At("out"))).Failed(ExitCode.Failure, "Task sums has no data", "local/sums");

        Assert.DoesNotContain("boolq", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("out")));
    }

    [Theory]
    [InlineData("--num-fewshot", "gsm8k=3")]
    [InlineData("--examples", "hellaswag=train.jsonl")]
    public async Task OptionOfATaskThatIsNotAsked_IsUsage(string option, string value) =>
        (await InProgramAsync("eval", Base(), "--tasks", "boolq", "--data", Data(), option, value)).Failed(ExitCode.Usage, "and the tasks are boolq");

    [Fact]
    public async Task ParentThatIsNotMeasured_IsUsage() =>
        (await InProgramAsync("eval", Base(), "--tasks", "boolq", "--data", Data(), "--parent", "other")).Failed(ExitCode.Usage, "which are called base");

    [Fact]
    public async Task ScoresOfNothing_SayWhatTheyNeed() => (await LabRun.ToolAsync("scores", At("nowhere"))).Failed(ExitCode.Failure, "'eval' has written");

    private string Data()
    {
        Directory.CreateDirectory(At("data/boolq"));
        File.WriteAllLines(At("data/boolq/train.jsonl"), Enumerable.Range(0, 4).Select(i => Row(i)));
        File.WriteAllLines(At("data/boolq/validation.jsonl"), Enumerable.Range(10, 4).Select(i => Row(i)));
        File.WriteAllLines(At("data/sums_test.jsonl"), ["{\"sum\": \"1 + 1\", \"result\": \"2\"}", "{\"sum\": \"1 + 2\", \"result\": \"3\"}"]);
        return At("data");
    }

    private static string Row(int i) => JsonSerializer.Serialize(new { passage = $"Number {i}.", question = "is it odd", label = i % 2 });
}
