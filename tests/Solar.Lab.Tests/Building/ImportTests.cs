using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;
using Solar.Lab.Tests.CommandLine;
using Xunit;

namespace Solar.Lab.Tests.Building;

/// <summary>Weights that were trained elsewhere, taken in as the results of stages.</summary>
public sealed class ImportTests : BuildTest
{
    [Fact]
    public async Task ImportedStages_AreWhatMergesAreMadeFrom_AndNothingBelowIsBuilt()
    {
        string first = Elsewhere("first", 1), second = Elsewhere("second", 2);
        LabRun run = (await ImportAsync("First", first)).Succeeded();
        Assert.Contains("First 6 layers", run.Rows, StringComparison.Ordinal);
        (await ImportAsync("Second", second)).Succeeded();

        Assert.Equal(["Mean"], Built(await BuildAsync("Mean")));
        Assert.Empty(Built(await BuildAsync("Mean")));

        // Imported again, with other weights: what is made of it is made again.
        (await ImportAsync("Second", first)).Succeeded();
        Assert.Equal(["Mean"], Built(await BuildAsync("Mean")));
    }

    [Fact]
    public async Task ImportedTensors_AreThoseOfTheFolder_OfSeveralShardsToo()
    {
        string folder = Elsewhere("first", 1);
        (await ImportAsync("First", folder, "--max-shard-size", "8kB")).Succeeded();
        (await LabRun.ToolAsync("verify", Checkpoint("First"))).Succeeded();
        using var given = Solar.Runtime.Checkpoints.CheckpointReader.Open(folder);
        using var taken = Solar.Runtime.Checkpoints.CheckpointReader.Open(Checkpoint("First"));
        Assert.True(taken.Files.Count > 1);
        Assert.Equal(given.Tensors.Keys.Order(StringComparer.Ordinal), taken.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(given.Tensors.Keys, name => Assert.True(given.Tensors[name].Bytes.SequenceEqual(taken.Tensors[name].Bytes), name));

        // And from shards back into one.
        (await ImportAsync("Second", Checkpoint("First"))).Succeeded();
        Assert.True(File.Exists(Path.Combine(Checkpoint("Second"), "model.safetensors")));
    }

    [Fact]
    public async Task DeclarationThatWasChangedSince_IsSaid_AndNothingIsBuiltOverIt()
    {
        (await ImportAsync("First", Elsewhere("first", 1))).Succeeded();
        Assert.Empty(Built(await BuildAsync("First")));
        Declarations = Declarations.Replace("First: { pretrain: Grown, data: Text, max_steps: 4", "First: { pretrain: Grown, data: Text, max_steps: 5", StringComparison.Ordinal);
        (await BuildAsync("First")).Failed(ExitCode.Failure, "First was imported from", "max_steps was 4 and is 5", "Import it again");
    }

    [Fact]
    public async Task WhatWasImportedAndDeleted_IsBuiltAgain()
    {
        (await ImportAsync("First", Elsewhere("first", 1))).Succeeded();
        Directory.Delete(Checkpoint("First"), recursive: true);
        Assert.Equal(["Words", "Base", "Trained", "Grown", "First"], Built(await BuildAsync("First")));
    }

    [Fact]
    public async Task OtherArchitecture_IsRefusedWithEveryFault()
    {
        LabRun run = await ImportAsync("First", TinyCheckpoint.Write(At("other")));
        run.Failed(ExitCode.Failure, "Grown cannot be loaded from", "model.layers.4.", "shape");
        Assert.False(Directory.Exists(Checkpoint("First")));
    }

    [Fact]
    public async Task OtherType_IsRefused_UnlessConverted()
    {
        Declarations = Declarations.Replace("max_position_embeddings: 64 }", "max_position_embeddings: 64, dtype: bfloat16 }", StringComparison.Ordinal);
        string folder = Elsewhere("first", 1);
        (await ImportAsync("First", folder)).Failed(ExitCode.Failure, "declares bfloat16");
        (await ImportAsync("First", folder, "--dtype", "bfloat16")).EndedWith(ExitCode.Success);
    }

    [Theory]
    [InlineData("adapter_config.json", "lora apply BASE")]
    [InlineData("pytorch_model_fsdp_0", "accelerate merge-weights")]
    [InlineData("__0_0.distcp", "accelerate merge-weights")]
    [InlineData("zero_to_fp32.py", "zero_to_fp32.py . CONSOLIDATED --safe_serialization")]
    [InlineData("global_step100", "DeepSpeed ZeRO")]
    [InlineData("pytorch_model-00001-of-00002.bin", "safe_serialization=True")]
    [InlineData("checkpoint-200", "checkpoint-200")]
    [InlineData("notes.txt", "no .safetensors files")]
    public async Task FolderThatIsNoWholeCheckpoint_IsRefusedWithItsMend(string file, string mend)
    {
        Directory.CreateDirectory(At("trained"));
        await File.WriteAllTextAsync(Path.Combine(At("trained"), file), "");
        await File.WriteAllTextAsync(Path.Combine(At("trained"), "config.json"), "{}");
        (await ImportAsync("First", At("trained"))).Failed(ExitCode.Failure, mend);
    }

    [Fact]
    public async Task WhatCannotBeImported_IsSaid()
    {
        (await ImportAsync("First", At("nowhere"))).Failed(ExitCode.Failure, "there is no such folder");
        (await ImportAsync("Text", Elsewhere("first", 1))).Failed(ExitCode.Failure, "data set");
        (await LabRun.ToolAsync("import", At("program.solar.yaml"), "First")).Failed(ExitCode.Usage, "--from DIR");
    }

    [Fact]
    public async Task ImportThatWasCutOff_IsNotTrainedOver_AndCanBeImportedAgain()
    {
        (await ImportAsync("First", Elsewhere("first", 1))).Succeeded();
        string file = Directory.EnumerateFiles(Checkpoint(".build"), "*First.json").Single();
        JsonNode record = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
        record["output"] = "";
        await File.WriteAllTextAsync(file, record.ToJsonString());
        string weights = Weights("First");

        foreach (string jobs in new[] { "1", "2" })
        {
            (await BuildAsync("Mean", "--jobs", jobs)).Failed(ExitCode.Failure, "An import of First from", "was cut off", "Import it again");
        }

        Assert.Equal(weights, Weights("First"));
        (await ImportAsync("First", At("first"))).Succeeded();
        Assert.Empty(Built(await BuildAsync("First")));
    }

    [Fact]
    public async Task ImportOfWhatIsBeingMade_IsRefused()
    {
        string folder = Elsewhere("first", 1);
        (await ImportAsync("First", folder)).Succeeded();
        string record = Directory.EnumerateFiles(Checkpoint(".build"), "*First.json").Single();
        using (new FileStream(Path.ChangeExtension(record, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            (await ImportAsync("First", folder)).Failed(ExitCode.Failure, "another process is making First");
        }
    }

    [Fact]
    public async Task OneStateOfSeveral_IsSuggestedByItsNumber()
    {
        foreach (string state in new[] { "checkpoint-900", "checkpoint-1000", "checkpoint-last" })
        {
            Directory.CreateDirectory(Path.Combine(At("trained"), state));
        }

        (await ImportAsync("First", At("trained"))).Failed(ExitCode.Failure, Path.Combine(At("trained"), "checkpoint-1000."));
    }

    [Fact]
    public async Task DryRun_IsAnObjectInJson()
    {
        JsonElement found = (await ImportAsync("First", Elsewhere("first", 1), "--dry-run", "--json")).Succeeded().Json;
        Assert.Equal((6, true), (found.GetProperty("layers").GetInt32(), found.GetProperty("dry_run").GetBoolean()));
        Assert.Equal(At("first"), found.GetProperty("from").GetString());
        Assert.False(Directory.Exists(At("checkpoints")));
    }

    [Fact]
    public async Task DryRun_ChecksAndWritesNothing()
    {
        LabRun run = await ImportAsync("First", Elsewhere("first", 1), "--dry-run");
        Assert.Contains("tensors as declared", run.EndedWith(ExitCode.Success).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(At("checkpoints")));
    }

    private async Task<LabRun> ImportAsync(string name, string from, params string[] more)
    {
        await File.WriteAllTextAsync(At("program.solar.yaml"), Declarations);
        return await LabRun.ToolAsync(["import", At("program.solar.yaml"), name, "--from", from, "--checkpoints", At("checkpoints"), .. more]);
    }

    // What an engine leaves: weights of the declared shapes, a config.json, and no manifest.
    private string Elsewhere(string name, int seed)
    {
        string folder = TinyCheckpoint.Write(At(name), new TinyShape(Hidden: 16, Intermediate: 32, Vocabulary: 299), layers: 6, seed);
        File.Delete(Path.Combine(folder, "solar.json"));
        return folder;
    }
}
