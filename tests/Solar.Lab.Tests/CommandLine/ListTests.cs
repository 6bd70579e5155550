using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class ListTests : CommandLineTest
{
    [Fact]
    public async Task List_ShowsEveryDeclarationOfTheProgramWithItsSizes()
    {
        LabRun run = (await InProgramAsync("list", "--checkpoints", At("none"))).Succeeded();
        Assert.Equal(
            """
            name kind what layers parameters bytes weights
            RealGrown model Upscale(RealStories, dropTop: 1, dropBottom: 1) 8 396,352 793 kB
            RealStories model llama 5 260,032 520 kB
            TinyBase model llama 4 3,144 12.6 kB
            TinyDoubled model Upscale(TinyBase, dropTop: 0, dropBottom: 0) 8 5,768 23.1 kB
            TinySolar model Upscale(TinyBase, dropTop: 1, dropBottom: 1) 6 4,456 17.8 kB
            RealGrownTrained stage pretrain(RealGrown) on RealText 8 396,352 793 kB
            RealStoriesAligned stage align_tune(RealStories) on RealPairs 5 260,032 520 kB
            RealStoriesAlignedTwice stage align_tune(RealStoriesAligned) on RealPairs 5 260,032 520 kB
            RealStoriesTrained stage pretrain(RealStories) on RealText 5 260,032 520 kB
            TinySolarTrained stage pretrain(TinySolar) on TinyStories 6 4,456 17.8 kB
            TinyMean merge linear(TinySolar, TinySolarTrained) 6 4,456 17.8 kB
            RealPairs data json_lines pairs.jsonl
            RealTest data json_lines test.jsonl
            RealText data json_lines text.jsonl
            TinyStories data json_lines stories.jsonl
            """,
            run.Rows);
    }

    [Fact]
    public async Task List_SaysWhereWeightsAreAlready()
    {
        TinyCheckpoint.Write(At("checkpoints/TinySolar"), layers: 6);
        LabRun run = (await InProgramAsync("list", "--checkpoints", At("checkpoints"), "--weights", $"TinyBase={Base()}", "--json")).Succeeded();

        JsonElement[] items = [.. run.Json.GetProperty("items").EnumerateArray()];
        Assert.Equal(Base(), Weights("Solar.Lab.Tests.CommandLine.TinyBase"));
        Assert.Equal(At("checkpoints/TinySolar"), Weights("Solar.Lab.Tests.CommandLine.TinySolar"));
        Assert.Equal(15, items.Length);

        string? Weights(string name) => items.Single(item => item.GetProperty("name").GetString() == name).GetProperty("weights").GetString();
    }

    [Fact]
    public async Task List_ReadsAYamlFileAsWell()
    {
        File.WriteAllText(At("own.solar.yaml"), $"models:\n  A: {TinyCheckpoint.Yaml(2)}\n  B: \"Upscale(A, dropTop: 0, dropBottom: 0)\"\n");
        LabRun run = (await LabRun.ToolAsync("list", At("own.solar.yaml"))).Succeeded();
        Assert.Equal(
            """
            name kind what layers parameters bytes weights
            A model llama 2 1,832 7.33 kB
            B model Upscale(A, dropTop: 0, dropBottom: 0) 4 3,144 12.6 kB
            """,
            run.Rows);
    }

    [Fact]
    public async Task List_WithoutAProgram_SaysWhatToName() =>
        (await LabRun.ToolAsync("list")).Failed(ExitCode.Usage, "*.solar.yaml");

    [Fact]
    public async Task List_OfAName_PointsToPlan() =>
        (await InProgramAsync("list", "TinyBase")).Failed(ExitCode.Usage, "plan TinyBase");
}
