using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Testing;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class SearchTests : CommandLineTest
{
    public SearchTests() => TorchSharp.torch.set_num_threads(1);

    private static string Stories => SolarAssets.Path("stories260K/hf");

    private static string Text => SolarAssets.Path("corpus/tinyshakespeare.txt");

    [SkippableFact]
    public async Task Search_RanksMaps_AndItsRecipesPlan()
    {
        JsonElement found = (await LabRun.ToolAsync(
            "search", Stories, "--layers", "8", "--data", Text, "--length", "64", "--limit", "4", "--top", "3", "--json")).Succeeded().Json;
        Assert.Equal((5, 8), (found.GetProperty("base_layers").GetInt32(), found.GetProperty("layers").GetInt32()));
        JsonElement[] maps = [.. found.GetProperty("maps").EnumerateArray()];
        Assert.Equal(3, maps.Length);
        Assert.Equal([1, 2, 3], maps.Select(map => map.GetProperty("rank").GetInt32()));
        foreach (JsonElement map in maps)
        {
            LabRun plan = (await LabRun.ToolAsync("plan", "--base", Stories, "--recipe", map.GetProperty("recipe").GetString()!, "--json")).Succeeded();
            Assert.Equal(8, plan.Json.GetProperty("layers").GetInt32());
        }
    }

    [SkippableFact]
    public async Task Search_OfADeclaredModel_SaysItsName()
    {
        LabRun run = (await InProgramAsync(
            "search", "RealStories", "--weights", $"RealStories={Stories}", "--layers", "6", "--data", Text, "--length", "32", "--limit", "3")).EndedWith(ExitCode.Success);
        Assert.Contains("[Upscale(typeof(RealStories), dropTop: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Loss before training is not loss after it", run.Output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SearchThatIsCutOff_ShowsWhatItHasMeasured(bool isJson)
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StopsAt("searching: ", stop);

        // With JSON nothing tells how far it is: it is stopped after a moment, long before its end, and says one thing.
        string[] args = ["search", Stories, "--layers", "8", "--data", Text, "--length", "64", "--limit", isJson ? "400" : "8", .. isJson ? (string[])["--json"] : []];
        Task<int> run = LabApplication.RunAsync(args, new LabHost { Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false }, stop.Token);
        if (isJson)
        {
            stop.CancelAfter(TimeSpan.FromSeconds(4));
        }

        Assert.Equal(ExitCode.Cancelled, await run);
        if (isJson)
        {
            using JsonDocument one = JsonDocument.Parse(output.ToString());
            Assert.NotEmpty(one.RootElement.EnumerateObject());
        }
        else
        {
            Assert.Contains("more were measured, the next of them", output.ToString(), StringComparison.Ordinal);
            Assert.Contains("Cancelled; what was measured until then stands above.", error.ToString(), StringComparison.Ordinal);
        }
    }

    [SkippableTheory]
    [InlineData("5", "5 layers already")]
    [InlineData("41", "1 to 40 can")]
    [InlineData("0", "1 to 40 can")]
    [InlineData("16", "leads from 5 layers to 16: the nearest depths are 15 and ")]
    public async Task DepthThatCannotBe_IsSaid(string layers, string message) =>
        (await LabRun.ToolAsync("search", Stories, "--layers", layers, "--data", Text)).Failed(ExitCode.Failure, message);

    [Fact]
    public async Task DeclaredTexts_AreLookedForWhereTheProgramsDataIs()
    {
        using var error = new StringWriter();
        int code = await LabApplication.RunAsync(
            ["search", "TinyBase", "--weights", $"TinyBase={Base()}", "--layers", "6", "--data", "TinyStories"],
            new LabHost { Program = Program, Output = TextWriter.Null, Error = error, IsOutputTerminal = false, IsErrorTerminal = false, DataDirectory = At("data") });
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains(Path.Combine(At("data"), "stories.jsonl"), error.ToString(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task TextsThatAreTooShort_AreSaid()
    {
        await File.WriteAllTextAsync(At("short.txt"), "Once upon a time there was a girl.");
        (await LabRun.ToolAsync("search", Stories, "--layers", "8", "--data", At("short.txt"))).Failed(ExitCode.Failure, "The texts are too short");
        (await LabRun.ToolAsync("search", Stories, "--layers", "8", "--data", Text, "--length", "1000")).Failed(ExitCode.Failure, "more than the 512 positions");
    }

    [Fact]
    public async Task WhatIsMissing_IsUsage()
    {
        (await LabRun.ToolAsync("search", Base(), "--data", "x.txt")).Failed(ExitCode.Usage, "--layers 48");
        (await LabRun.ToolAsync("search", Base(), "--layers", "6")).Failed(ExitCode.Usage, "--data FILE");
        (await LabRun.ToolAsync("search", "--layers", "6", "--data", "x.txt")).Failed(ExitCode.Usage, "Name a checkpoint");
        (await LabRun.ToolAsync("search", Base(), "--layers", "6", "--data", "x.txt", "--limit", "1")).Failed(ExitCode.Usage, "--limit 1");
        (await LabRun.ToolAsync("search", Base(), "more", "--layers", "6", "--data", "x.txt")).Failed(ExitCode.Usage, "'more' is a word too many");
    }

    [Fact]
    public async Task TextsThatAreNotThere_AreSaid()
    {
        (await LabRun.ToolAsync("search", Base(), "--layers", "6", "--data", At("none.txt"))).Failed(ExitCode.Failure, "there is no such file");
        (await LabRun.ToolAsync("search", Base(), "--layers", "6", "--data", At("none.bin"))).Failed(ExitCode.Failure, "does not say what it holds");
    }

    // Stops a run at the first line that begins so.
    private sealed class StopsAt(string start, CancellationTokenSource stop) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith(start, StringComparison.Ordinal) == true)
            {
                stop.Cancel();
            }
        }
    }
}
