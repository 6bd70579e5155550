using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.CommandLine;

public sealed class PlanTests : CommandLineTest
{
    [Fact]
    public async Task Plan_ShowsMapSeamParametersBytesMemoryAndDisk()
    {
        LabRun run = (await LabRun.ToolAsync("plan", "--base", Base(), "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)", "--out", At("out"))).Succeeded();
        Assert.Equal(
            """
            model Result
            made by Upscale(Base, dropTop: 1, dropBottom: 1)
            layers 6 = Base[0..3] + Base[1..4]
            seam layer 3 follows 2: source layer 1 sees the output of 2, a jump of -2
            parameters 4,456
            from Base in <here>/base
            read <size>
            written <size> as float32 in 1 file
            memory about <size>, whatever the tensors' size
            to <here>/out (<size> free)
            """,
            Regex.Replace(run.Rows, "[0-9.]+ (B|[kMGT]B)", "<size>").Replace(At("x")[..^2], "<here>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PlanOfAStage_ShowsStepsTokensAndMemory()
    {
        // 4 bytes of each of 4,456 parameters, and 8 of moments; 8 rows of 64 tokens a step.
        LabRun run = (await LabRun.ToolAsync("plan", Stage(""), "Trained")).Succeeded();

        Assert.Equal(
            """
            stage Trained
            made by pretrain(Pro) on Stories
            layers 6
            parameters 4,456
            steps 10 of 512 tokens
            tokens 5,120
            weights 17.8 kB
            gradients 17.8 kB
            optimizer 35.6 kB
            """,
            string.Join('\n', run.Rows.Split('\n').TakeWhile(row => !row.StartsWith("activations", StringComparison.Ordinal))));
        Assert.Matches("activations about [0-9.]+ MB\nmemory about [0-9.]+ MB of [0-9.]+ [GT]B", run.Rows);
    }

    [Fact]
    public async Task PlanOfAStageThatTrainsNewLayersAlone_CountsThem()
    {
        JsonElement plan = (await LabRun.ToolAsync("plan", Stage(", unfrozen_parameters: [new_layers]"), "Trained", "--json")).Succeeded().Json;

        JsonElement budget = plan.GetProperty("budget");
        Assert.Equal(2 * (4456 - (2 * 32 * 8) - 8) / 6, budget.GetProperty("trained_parameters").GetInt64());
        Assert.Equal(8 * budget.GetProperty("trained_parameters").GetInt64(), budget.GetProperty("optimizer").GetInt64());
        Assert.False(plan.GetProperty("cannot_fit").GetBoolean());
    }

    [Fact]
    public async Task PlanOfAStageThatComputesLayersAgain_HasTheirInputsAndOneLayersActivations()
    {
        long plain = await Activations(""), again = await Activations(", gradient_checkpointing: true");

        // 512 tokens of 4 bytes: 6 inputs of 8 numbers, and what one of 6 equal layers keeps.
        Assert.Equal((512 * 4 * 6 * 8) + (plain / 6), again);

        async Task<long> Activations(string more) => (await LabRun.ToolAsync("plan", Stage(more), "Trained", "--json"))
            .Succeeded().Json.GetProperty("budget").GetProperty("activations").GetInt64();
    }

    [Fact]
    public async Task PlanOfAStageThatNoMachineHolds_SaysSo()
    {
        string file = At("large.solar.yaml");
        File.WriteAllText(file, """
            models:
              Large: { llama: { hidden_size: 16384, intermediate_size: 53248, num_hidden_layers: 1000, num_attention_heads: 128, num_key_value_heads: 8 } }
            data:
              Stories: { text_file: stories.txt }
            stages:
              Trained: { pretrain: Large, data: Stories }
            """);

        LabRun run = (await LabRun.ToolAsync("plan", file, "Trained")).Succeeded();

        Assert.EndsWith(": it cannot be trained here", run.Rows.TrimEnd(), StringComparison.Ordinal);
    }

    private string Stage(string more)
    {
        string file = At("stage.solar.yaml");
        File.WriteAllText(file, $$"""
            models:
              Base: { llama: { hidden_size: 8, intermediate_size: 16, num_hidden_layers: 4, num_attention_heads: 2, vocab_size: 32, max_position_embeddings: 64 } }
              Pro: { upscale: Base, drop_top: 1, drop_bottom: 1 }
            data:
              Stories: { text_file: stories.txt }
            stages:
              Trained: { pretrain: Pro, data: Stories, max_steps: 10{{more}} }
            """);
        return file;
    }

    [Fact]
    public async Task PlanAsJson_HasThatAndTheSourceOfEachTensor()
    {
        LabRun run = (await LabRun.ToolAsync(
            "plan", "--base", Base(), "--recipe", "Upscale(base, dropTop: 1, dropBottom: 1)", "--out", At("out"), "--json", "--tensors")).Succeeded();

        JsonElement plan = run.Json;
        Assert.Equal([0, 1, 2, 1, 2, 3], plan.GetProperty("layer_map").EnumerateArray().Select(layer => layer.GetInt32()));
        Assert.Equal(-2, plan.GetProperty("seams")[0].GetProperty("jump").GetInt32());
        Assert.Equal(new FileInfo(At("base/model.safetensors")).Length, plan.GetProperty("bytes_read").GetInt64());
        Assert.Equal("model.layers.1.mlp.up_proj.weight", plan.GetProperty("tensors").EnumerateArray()
            .Single(tensor => tensor.GetProperty("name").GetString() == "model.layers.3.mlp.up_proj.weight").GetProperty("from").GetString());
    }

    [Fact]
    public async Task Plan_ForetellsTheBytesThatUpscaleWrites()
    {
        string[] what = ["--base", Base(), "--recipe", "Upscale(base, dropTop: 0, dropBottom: 2)", "--out", At("out"), "--max-shard-size", "6kB", "--json"];
        JsonElement plan = (await LabRun.ToolAsync(["plan", .. what])).Succeeded().Json;
        (await LabRun.ToolAsync(["upscale", .. what])).Succeeded();

        (string, long)[] planned = [.. plan.GetProperty("shards").EnumerateArray().Select(shard => (shard.GetProperty("file").GetString()!, shard.GetProperty("bytes").GetInt64()))];
        (string, long)[] written = [.. Directory.GetFiles(At("out"), "*.safetensors").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), new FileInfo(file).Length))];
        Assert.True(planned.Length > 2, "the size is meant to give several files");
        Assert.Equal(planned, written);
    }

    [Fact]
    public async Task Plan_OfADeclarationWithoutWeights_TellsWhatTheDeclarationSays()
    {
        LabRun run = (await InProgramAsync("plan", "TinyDoubled", "--checkpoints", At("none"))).Succeeded();
        Assert.Contains("layers 8 = TinyBase[0..4] + TinyBase[0..4]", run.Rows, StringComparison.Ordinal);
        Assert.Contains("no folder is known yet", run.Rows, StringComparison.Ordinal);
    }

    /// <summary>180 and 140 billion parameters, and what depth up-scaling makes of them: figures need no weights, and little memory to make them.</summary>
    [Theory]
    [InlineData("Falcon180B", 179_522_565_120)]
    [InlineData("Mixtral8x22B", 140_620_634_112)]
    [InlineData("FalconGrown", 268_318_356_480)]
    [InlineData("MixtralGrown", 210_734_340_096)]
    public async Task Plan_OfGreatModels_HasBytesShardsAndMemory(string name, long parameters)
    {
        const long shardSize = 5_000_000_000;
        File.WriteAllText(At("great.solar.yaml"), """
            models:
              Falcon180B: { falcon: { hidden_size: 14848, num_hidden_layers: 80, num_attention_heads: 232, num_kv_heads: 8, vocab_size: 65024, new_decoder_architecture: true, tie_word_embeddings: false, dtype: bfloat16 } }
              Mixtral8x22B: { mixtral: { hidden_size: 6144, intermediate_size: 16384, num_hidden_layers: 56, num_attention_heads: 48, num_key_value_heads: 8, vocab_size: 32000, rope_theta: 1e6, dtype: bfloat16 } }
              FalconGrown: { upscale: Falcon180B, drop_top: 20, drop_bottom: 20 }
              MixtralGrown: { upscale: Mixtral8x22B, drop_top: 14, drop_bottom: 14 }
            """);

        JsonElement plan = (await LabRun.ToolAsync("plan", At("great.solar.yaml"), name, "--max-shard-size", "5GB", "--json")).Succeeded().Json;

        long[] shards = [.. plan.GetProperty("shards").EnumerateArray().Select(shard => shard.GetProperty("bytes").GetInt64())];
        Assert.Equal(parameters, plan.GetProperty("parameters").GetInt64());
        Assert.InRange(plan.GetProperty("bytes_written").GetInt64(), 2 * parameters, (2 * parameters) + 10_000_000);
        Assert.Equal(plan.GetProperty("bytes_written").GetInt64(), shards.Sum());
        Assert.All(shards, bytes => Assert.InRange(bytes, 1, shardSize));
        Assert.InRange(shards.Length, 2 * parameters / shardSize, 2 * 2 * parameters / shardSize);
        Assert.InRange(plan.GetProperty("peak_memory").GetInt64(), 1, 1_000_000_000);
    }

    [Fact]
    public async Task Plan_WarnsWhereALayerIsLost()
    {
        LabRun run = await LabRun.ToolAsync("plan", "--base", Base(), "--recipe", "Layers(base, 0..3)");
        Assert.Equal(ExitCode.Success, run.ExitCode);
        Assert.StartsWith("warning: --recipe, character ", run.Error, StringComparison.Ordinal);
        Assert.Contains("the head was trained on what it writes", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Upscale(base, dropTop: 9, dropBottom: 1)", "--recipe, character 24: SOLAR204: dropTop 9 leaves no layer of the 4")]
    [InlineData("Upscale(bass, dropTop: 1, dropBottom: 1)", "--recipe, character 9: SOLAR005: 'bass' is no model")]
    [InlineData("Upscale(base, dropTop: 1", "SOLAR008: The recipe cannot be read")]
    [InlineData("It's", "--recipe, character 1: SOLAR0")]
    [InlineData("", "SOLAR0")]
    public async Task BrokenRecipe_IsToldWithItsPlace(string recipe, string message) =>
        (await LabRun.ToolAsync("plan", "--base", Base(), "--recipe", recipe)).Failed(ExitCode.Failure, message);

    [Fact]
    public async Task UnknownName_GetsTheNearestOne() =>
        (await InProgramAsync("plan", "TinySolr")).Failed(ExitCode.Failure, "did you mean 'TinySolar'?");

    [Fact]
    public async Task DataSet_HasNothingToPlan() =>
        (await InProgramAsync("plan", "TinyStories")).Failed(ExitCode.Failure, "TinyStories is a data set");
}
