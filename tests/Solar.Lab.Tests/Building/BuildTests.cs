using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Tests.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.Building;

/// <summary><c>build</c>: what is missing or stale is made, and nothing else.</summary>
public sealed class BuildTests : BuildTest
{
    [Fact]
    public async Task FirstRun_BuildsAll_SecondRunNothing()
    {
        Assert.Equal(All, Built(await BuildAsync()));
        Assert.Equal(1, Words.Runs);

        Assert.Empty(Built(await BuildAsync()));
        Assert.Equal(1, Words.Runs);
        Assert.Empty(await ExplainAsync());
    }

    [Fact]
    public async Task OneName_BuildsOnlyWhatItIsMadeFrom() => Assert.Equal(["Words", "Base", "Trained", "Grown", "First"], Built(await BuildAsync("First")));

    [Fact]
    public async Task BudgetOfAStage_IsToldBeforeItIsBuilt_AndIsWhatItTook()
    {
        string[] lines = (await BuildAsync("Trained")).EndedWith(ExitCode.Success).Error.Split('\n');

        JsonElement cost = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(Checkpoint(".build"), "*Trained.json").Single())).RootElement.GetProperty("cost");
        int budget = Array.FindIndex(lines, line => line.EndsWith($"Trained: 4 steps, {cost.GetProperty("tokens").GetInt64()} tokens", StringComparison.Ordinal));
        Assert.InRange(budget, 0, Array.FindIndex(lines, line => line.Contains("Trained built in", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldBeBuilt_AndBuildsNothing()
    {
        LabRun run = (await BuildAsync("First", "--dry-run")).Succeeded();

        Assert.Equal(["Words built", "Base built", "Trained built", "Grown built", "First built"], run.Rows.Split('\n').Where(row => row.EndsWith(" built", StringComparison.Ordinal)));
        Assert.Equal(0, Words.Runs);
        Assert.False(Directory.Exists(At("checkpoints")));
    }

    [Fact]
    public async Task AnotherBuildOfSolar_MakesAllAgain()
    {
        await BuildAsync("Trained");
        string record = Directory.EnumerateFiles(Checkpoint(".build"), "*Trained.json").Single();
        JsonObject text = JsonNode.Parse(File.ReadAllText(record))!.AsObject();
        text["inputs"]!["Solar"] = "0.0.1 of another build";
        text["key"] = "another";
        File.WriteAllText(record, text.ToJsonString());

        Assert.Equal("Solar is another build", (await ExplainAsync("Trained"))["Trained"]);
    }

    [Fact]
    public async Task RecordOfAStage_SaysWhatItTook()
    {
        await BuildAsync("Trained");

        JsonElement cost = JsonDocument.Parse(File.ReadAllText(Directory.EnumerateFiles(Checkpoint(".build"), "*Trained.json").Single())).RootElement.GetProperty("cost");
        JsonElement manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkpoint("Trained"), "solar.json"))).RootElement.GetProperty("training");
        long tokens = cost.GetProperty("tokens").GetInt64();
        Assert.Equal(4, cost.GetProperty("steps").GetInt64());
        Assert.Equal(manifest.GetProperty("tokens").GetProperty("rows").GetInt64(), cost.GetProperty("rows").GetInt64());
        Assert.InRange(cost.GetProperty("tokens_per_second").GetDouble(), tokens / 4 / cost.GetProperty("seconds").GetDouble(), double.MaxValue);
        Assert.InRange(cost.GetProperty("peak_memory").GetInt64(), 1, long.MaxValue);
    }

    [Fact]
    public async Task EqualBuilds_HaveEqualBytes()
    {
        await BuildAsync();
        string first = Weights("Mean");
        Directory.Delete(At("checkpoints"), recursive: true);

        await BuildAsync();

        Assert.Equal(first, Weights("Mean"));
    }

    [Fact]
    public async Task ChangedKey_IsExplained_AndBuildsWhatFollows()
    {
        await BuildAsync();
        Declarations = Declarations.Replace("save_steps: 1, seed: 7", "save_steps: 1, seed: 8", StringComparison.Ordinal);

        Dictionary<string, string> why = await ExplainAsync();

        Assert.Equal(["Second", "Mean"], why.Keys);
        Assert.Contains("declaration: seed was 7 and is 8", why["Second"], StringComparison.Ordinal);
        Assert.Equal("Second is built before", why["Mean"]);
        Assert.Equal(["Second", "Mean"], Built(await BuildAsync()));
    }

    [Fact]
    public async Task ChangedData_BuildsEveryStageThatReadsIt()
    {
        await BuildAsync();
        Words = new GeneratedWords { Fingerprint = "seed 2", Extra = " and the sea" };

        Assert.Equal(All, Built(await BuildAsync()));
    }

    [Fact]
    public async Task SetThatAStageIsKeptFreeOf_IsAnInputToo()
    {
        File.WriteAllText(At("asked.txt"), "one two three four five six seven eight nine ten eleven twelve thirteen fourteen\n");
        Declarations = Declarations.Replace("sample_by: line }", "sample_by: line }\n  Asked: { text_file: asked.txt, sample_by: line }", StringComparison.Ordinal)
            .Replace("save_steps: 1, seed: 7", "save_steps: 1, seed: 7, decontaminate: [Asked]", StringComparison.Ordinal);
        await BuildAsync();

        File.AppendAllText(At("asked.txt"), "and one more line that nobody has learnt and nobody may learn in any row of theirs\n");

        Assert.Contains("the file of Asked was changed", (await ExplainAsync())["Second"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputBuiltAgainWithTheSameResult_StopsThere()
    {
        await BuildAsync();
        Words = new GeneratedWords { Fingerprint = "seed 2" };

        Assert.Equal("declaration was seed 1 and is seed 2", (await ExplainAsync())["Words"]);
        Assert.Equal(["Words"], Built(await BuildAsync()));
    }

    [Fact]
    public async Task EditedFileOfData_IsMadeAgain()
    {
        await BuildAsync();
        File.AppendAllText(At("words.txt"), "a line of somebody else's\n");

        Assert.Equal("what was built was changed since", (await ExplainAsync())["Words"]);
        Assert.Equal(["Words"], Built(await BuildAsync()));
    }

    [Fact]
    public async Task LostCheckpoint_IsBuiltAgain_AndNothingAfterIt()
    {
        await BuildAsync();
        Directory.Delete(Checkpoint("Grown"), recursive: true);

        Assert.Equal("what was built is gone", (await ExplainAsync())["Grown"]);
        Assert.Equal(["Grown"], Built(await BuildAsync()));
    }

    [Fact]
    public async Task WeightsThatSomebodyNames_AreTakenAsTheyAre()
    {
        await BuildAsync("First");
        string elsewhere = At("elsewhere");
        Directory.Move(Checkpoint("First"), elsewhere);

        string[] built = Built(await BuildAsync("Mean", "--weights", $"First={elsewhere}"));

        Assert.Equal(["Second", "Mean"], built);
    }

    [Fact]
    public async Task FolderOfSomebodyElse_IsNotWrittenOver()
    {
        Directory.CreateDirectory(Checkpoint("Grown"));
        File.WriteAllText(Path.Combine(Checkpoint("Grown"), "config.json"), "{}");

        LabRun run = (await BuildAsync("Grown")).EndedWith(ExitCode.Failure);

        Assert.Contains("Grown", run.Error, StringComparison.Ordinal);
        Assert.Contains("Solar did not write it", run.Error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Checkpoint("Grown"), "config.json")));
    }

    [Theory]
    [InlineData("1"), InlineData("2")]
    public async Task CheckpointOfSomebodyElse_IsNotTrainedOver(string jobs)
    {
        Directory.CreateDirectory(Checkpoint("Trained"));
        File.WriteAllText(Path.Combine(Checkpoint("Trained"), "config.json"), "{}");

        LabRun run = (await BuildAsync("Trained", "--jobs", jobs)).EndedWith(ExitCode.Failure);

        Assert.Contains("nothing says that 'build' made it", run.Error, StringComparison.Ordinal);
        Assert.Contains("--weights Trained=", run.Error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Checkpoint("Trained"), "config.json")));

        // Nor the next time, when a record of the attempt could have been taken for one of a build.
        Assert.Contains("nothing says that 'build' made it", (await BuildAsync("Trained", "--jobs", jobs)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckpointThatSomebodyPutInTheBuiltOnesPlace_IsNotTrainedOver()
    {
        await BuildAsync("Trained");
        Directory.Delete(Checkpoint("Trained"), recursive: true);
        Directory.CreateDirectory(Checkpoint("Trained"));
        File.WriteAllText(Path.Combine(Checkpoint("Trained"), "config.json"), "{}");

        LabRun run = (await BuildAsync("Trained")).EndedWith(ExitCode.Failure);

        Assert.Contains("without solar.json, so Solar did not write it", run.Error, StringComparison.Ordinal);
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Checkpoint("Trained"), "config.json")));
    }

    [Fact]
    public async Task MissingData_IsNamedBeforeAnythingIsMade()
    {
        Declarations = Declarations.Replace("words.txt", "missing.txt", StringComparison.Ordinal);

        LabRun run = (await BuildAsync()).EndedWith(ExitCode.Failure);

        Assert.Contains("Text reads missing.txt", run.Error, StringComparison.Ordinal);
        Assert.Contains("--data DIR", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Words.Runs);
    }

    [Fact]
    public async Task Override_CountsAsAnotherDeclaration()
    {
        await BuildAsync("Trained");

        Assert.Contains("--set max_steps was not given and is 2", (await ExplainAsync("Trained", "--set", "max_steps=2"))["Trained"], StringComparison.Ordinal);
        LabRun run = await BuildAsync("Trained", "--set", "Trained.max_steps=2");
        Assert.Contains("2 steps", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("max_step=2", "did you mean 'max_steps'?")]
    [InlineData("max_steps=two", "it has to be a whole number")]
    [InlineData("Grown.max_steps=2", "Grown is no stage")]
    [InlineData("lr_scheduler_type=round", "one of")]
    public async Task OverrideThatMeansNothing_IsRefusedAtOnce(string set, string message)
    {
        LabRun run = (await BuildAsync("Trained", "--set", set)).EndedWith(ExitCode.Failure);

        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Equal(0, Words.Runs);
    }

    [Fact]
    public async Task Graph_IsWrittenAsMermaid()
    {
        LabRun run = (await BuildAsync("Mean", "--mermaid")).Succeeded();

        Assert.StartsWith("graph TD\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  Grown --> First\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  Text -.-> First\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("  Words --> Text\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("Upscale(Trained, dropTop: 1, dropBottom: 1)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BuildThatIsCutOff_GoesOn_AndEndsInTheSameBytes()
    {
        await BuildAsync("First");
        string whole = Weights("First");
        Directory.Delete(At("checkpoints"), recursive: true);

        using var stop = new CancellationTokenSource();
        Task<LabRun> run = BuildAsync(["First"], stop.Token);
        while (!run.IsCompleted && !(Directory.Exists(Checkpoint("First")) && Directory.EnumerateDirectories(Checkpoint("First"), "state-*").Any()))
        {
            await Task.Delay(1);
        }

        await stop.CancelAsync();
        int code = (await run).ExitCode;
        LabRun again = (await BuildAsync("First")).EndedWith(ExitCode.Success);

        Assert.Contains(code, new[] { ExitCode.Cancelled, ExitCode.Success });            // it may have been too quick for us
        Assert.Equal(code == ExitCode.Cancelled, again.Error.Contains("First: going on where an earlier run was cut off", StringComparison.Ordinal));
        Assert.Equal(whole, Weights("First"));
    }

    [Fact]
    public async Task FailedNode_IsNamed_AndTheRestGoesOnLater()
    {
        Declarations = Declarations.Replace("max_length: 16, learning_rate: 1e-3, save_steps: 1, seed: 7", "max_length: 16, learning_rate: 1e9, max_grad_norm: 0, save_steps: 1, seed: 7", StringComparison.Ordinal)
            .Replace("max_steps: 4, max_length: 16, learning_rate: 1e9", "max_steps: 40, max_length: 16, learning_rate: 1e9", StringComparison.Ordinal);

        LabRun run = (await BuildAsync()).EndedWith(ExitCode.Failure);

        Assert.Contains("error: Second: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Checkpoint("Mean")));
    }
}
