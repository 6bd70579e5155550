using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

public class CheckpointBuilderTests
{
    [SkippableTheory]
    [InlineData("golden/merge/inA", "golden/merge/out_dus", 2)]
    [InlineData("stories260K/hf", "stories260K/hf/dus/solar_m1", 1)]
    public async Task RealCheckpoint_IsUpscaledToTheBytesOfTheReference(string input, string expected, int drop)
    {
        using var folder = new TempFolder();
        ConfigFile config = ConfigFile.Read(SolarAssets.Path(Path.Combine(input, "config.json")));
        ConfigValues values = ConfigValues.From(config.Values.Entries.Where(entry => config.Family!.Vocabulary.Find(entry.Key) is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value));

        UpscaleResult result = await CheckpointBuilder.BuildAsync(
            Samples.Upscale(values, drop, drop, config.ModelType!), SolarAssets.Path(input), folder["out"]);

        using CheckpointReader reference = CheckpointReader.Open(SolarAssets.Path(expected));
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        Assert.Equal(reference.Tensors.Keys.Order(), written.Tensors.Keys.Order());
        Assert.Equal(reference.Tensors.Count, result.TensorCount);
        Assert.All(reference.Tensors, pair => Assert.True(pair.Value.HasSameContentAs(written.Tensors[pair.Key]), pair.Key));

        // The same configuration by the same rules that a checkpoint is loaded under, and the written type.
        Assert.Empty(ConfigComparison.Compare(written.Config!, reference.Config!, CheckpointUse.Own, null));
        Assert.Equal("float32", written.Config!.Values.Find("dtype")!.Value.Canonical);
    }

    [SkippableFact]
    public async Task TokenizerAndGenerationFiles_AreCarriedOver()
    {
        using var folder = new TempFolder();
        string input = SolarAssets.Path("stories260K/hf");
        ConfigFile config = ConfigFile.Read(Path.Combine(input, "config.json"));
        ConfigValues values = ConfigValues.From(config.Values.Entries.Where(entry => config.Family!.Vocabulary.Find(entry.Key) is not null)
            .ToDictionary(entry => entry.Key, entry => entry.Value));

        await CheckpointBuilder.BuildAsync(Samples.Upscale(values, 1, 1), input, folder["out"]);

        Assert.Equal(
            ["config.json", "generation_config.json", "model.safetensors", "solar.json", "tokenizer.model", "tokenizer_config.json"],
            Directory.EnumerateFiles(folder["out"]).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(Path.Combine(input, "tokenizer.model")), File.ReadAllBytes(folder["out", "tokenizer.model"]));
    }

    [Fact]
    public async Task ShardsInAndOut_GiveTheSameTensorsAsOneFile()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["one"], Samples.Tiny());
        Samples.Write(folder["many"], Samples.Tiny(), shardSize: 1000);
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);

        await CheckpointBuilder.BuildAsync(plan, folder["one"], folder["fromOne"]);
        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, folder["many"], folder["fromMany"], new UpscaleOptions { MaxShardSize = 1500 });

        using CheckpointReader one = CheckpointReader.Open(folder["fromOne"]);
        using CheckpointReader many = CheckpointReader.Open(folder["fromMany"]);
        Assert.Single(one.Files);
        Assert.InRange(many.Files.Count, 3, 100);
        Assert.Equal(one.Tensors.Count, many.Tensors.Count);
        Assert.All(one.Tensors, pair => Assert.True(pair.Value.HasSameContentAs(many.Tensors[pair.Key])));
        using var index = JsonDocument.Parse(File.ReadAllText(folder["fromMany", CheckpointFiles.Index]));
        Assert.Equal(result.TotalSize, index.RootElement.GetProperty("metadata").GetProperty("total_size").GetInt64());
        Assert.Equal(many.Tensors.Values.Sum(tensor => tensor.Info.ByteCount), result.TotalSize);
    }

    [Fact]
    public async Task EachLayer_ComesFromTheLayerOfTheMap()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());

        await CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"]);

        using CheckpointReader source = CheckpointReader.Open(folder["in"]);
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        int[] map = [0, 1, 1, 2];
        for (int layer = 0; layer < map.Length; layer++)
        {
            Assert.True(written.Tensors[$"model.layers.{layer}.mlp.up_proj.weight"].HasSameContentAs(
                source.Tensors[$"model.layers.{map[layer]}.mlp.up_proj.weight"]));
        }

        // the test would pass on equal layers
        Assert.False(source.Tensors["model.layers.0.mlp.up_proj.weight"].HasSameContentAs(source.Tensors["model.layers.1.mlp.up_proj.weight"]));
    }

    [Fact]
    public async Task Manifest_SaysHowItWasMadeAndIsTheSameAgain()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1) with { Recipe = "Upscale(Base, dropTop: 1, dropBottom: 1)" };

        await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"]);
        string first = File.ReadAllText(folder["out", "solar.json"]);
        await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"]);

        Assert.Equal(first, File.ReadAllText(folder["out", "solar.json"]));
        using var manifest = JsonDocument.Parse(first);
        JsonElement root = manifest.RootElement;
        Assert.Equal("Upscale(Base, dropTop: 1, dropBottom: 1)", root.GetProperty("recipe").GetString());
        Assert.Equal([0, 1, 1, 2], root.GetProperty("layer_map").EnumerateArray().Select(layer => layer.GetInt32()));
        JsonElement source = Assert.Single(root.GetProperty("sources").EnumerateArray());
        byte[] bytes = File.ReadAllBytes(folder["in", "model.safetensors"]);
        Assert.Equal(bytes.Length, source.GetProperty("bytes").GetInt64());
        Assert.Equal(32, source.GetProperty("tensors_xxh128").GetString()!.Length);
        Assert.DoesNotContain(folder.FullPath, first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TensorDtype.BF16)]
    [InlineData(TensorDtype.F16)]
    [InlineData(TensorDtype.F32)]
    public async Task AskedType_IsConvertedToWhileItIsCopied(TensorDtype dtype)
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        WriteNumbers(folder["in"]);
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);
        BuildPlan planned = CheckpointBuilder.Plan(plan, [folder["in"]], folder["out"], new UpscaleOptions { Dtype = dtype });

        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"], new UpscaleOptions { Dtype = dtype });

        using CheckpointReader source = CheckpointReader.Open(folder["in"]);
        using CheckpointReader written = CheckpointReader.Open(folder["out"]);
        Assert.NotEmpty(plan.Rules);
        foreach (TensorRule rule in plan.Rules)
        {
            StoredTensor from = source.Tensors[rule.Parts[0].Tensor], to = written.Tensors[rule.Target];
            Assert.Equal(dtype, to.Info.Dtype);
            float[] values = [.. MemoryMarshal.Cast<byte, float>(from.Bytes)];
            byte[] expected = dtype switch
            {
                TensorDtype.F16 => [.. values.SelectMany(value => BitConverter.GetBytes((Half)value))],
                TensorDtype.BF16 => [.. values.SelectMany(value => BitConverter.GetBytes(Nearest(value)))],
                _ => [.. from.Bytes],
            };
            Assert.Equal(expected, to.Bytes.ToArray());
        }

        Assert.Equal(dtype.ConfigName(), written.Config!.Values.Find("dtype")!.Value.Canonical);
        Assert.Equal((dtype.ConfigName(), result.Plan.BytesWritten), (planned.Dtype, planned.BytesWritten));
        Assert.Equal(dtype != TensorDtype.F32, planned.Tensors[0].From.EndsWith("from float32", StringComparison.Ordinal));
        Assert.Empty(await CheckpointVerifier.VerifyAsync(folder["out"]));
    }

    [Fact]
    public async Task NumberThatFloat16CannotHold_IsAnErrorAndLeavesNothing()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        WriteNumbers(folder["in"]);
        using (CheckpointReader source = CheckpointReader.Open(folder["in"]))
        {
            StoredTensor tensor = source.Tensors["model.layers.1.mlp.up_proj.weight"];
            using FileStream file = File.Open(tensor.File.FullPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            file.Position = tensor.File.Header.DataStart + tensor.Entry.Begin + sizeof(float);
            file.Write(BitConverter.GetBytes(70_000f));
        }

        string[] before = folder.Content();
        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointBuilder.BuildAsync(
            Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], new UpscaleOptions { Dtype = TensorDtype.F16 }));

        Assert.Contains("it has 70000, which float16 cannot hold", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Content());
        await CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], new UpscaleOptions { Dtype = TensorDtype.BF16 });
    }

    [Fact]
    public async Task CancelledConversion_IsTakenUpAndGivesTheSameBytes()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny(), shardSize: 1000);
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);
        var options = new UpscaleOptions { Dtype = TensorDtype.BF16, KeepUnfinished = true };
        await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["whole"], options);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointBuilder.BuildAsync(
            plan, folder["in"], folder["out"], options with { Progress = new CancelAt(cancellation, 4000) }, cancellation.Token));
        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"], options);

        Assert.InRange(result.Resumed, 1, result.TensorCount - 1);
        Assert.All(result.Files, name => Assert.Equal(File.ReadAllBytes(folder["whole", name]), File.ReadAllBytes(folder["out", name])));
    }

    [Fact]
    public async Task CancelledMidway_LeavesNothing()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny(), shardSize: 1000);
        string[] before = folder.Content();
        using var cancellation = new CancellationTokenSource();
        var options = new UpscaleOptions { Progress = new CancelAt(cancellation, 2000) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], options, cancellation.Token));

        Assert.Equal(before, folder.Content());
    }

    [Fact]
    public async Task CancelledRun_IsTakenUpWhereItStopped()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny(), shardSize: 1000);
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);
        await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["whole"]);
        using var cancellation = new CancellationTokenSource();
        var options = new UpscaleOptions { KeepUnfinished = true, Progress = new CancelAt(cancellation, 4000) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"], options, cancellation.Token));
        Assert.False(Directory.Exists(folder["out"]));
        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"]);

        Assert.InRange(result.Resumed, 1, result.TensorCount - 1);
        Assert.All(result.Files, name => Assert.Equal(File.ReadAllBytes(folder["whole", name]), File.ReadAllBytes(folder["out", name])));
        Assert.DoesNotContain(folder.Content(), name => name.Contains(".solar-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ContentHash.Xxh128)]
    [InlineData(ContentHash.Sha256)]
    public async Task UpscaledCheckpoint_VerifiesUntilAByteChanges(ContentHash hash)
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        await CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], new UpscaleOptions { Hash = hash });
        Assert.Empty(await CheckpointVerifier.VerifyAsync(folder["out"]));

        byte[] bytes = File.ReadAllBytes(folder["out", "model.safetensors"]);
        bytes[^1] ^= 1;
        File.WriteAllBytes(folder["out", "model.safetensors"], bytes);

        CheckpointFault fault = Assert.Single(await CheckpointVerifier.VerifyAsync(folder["out"]));
        Assert.Contains("not those that were written", fault.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SourceThatChangesInMidRun_LeavesTheFormerState()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        string[] before = folder.Content();
        var options = new UpscaleOptions { Progress = new Touch(folder["in", "model.safetensors"]) };

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(
            () => CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], options));

        Assert.Contains("changed while it was read", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Content());
    }

    [Fact]
    public async Task SourceThatIsLostInMidRun_LeavesTheFormerState()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        Samples.Write(folder["out"], Samples.Tiny(2), seed: 7);
        byte[] before = File.ReadAllBytes(folder["out", "model.safetensors"]);
        var options = new UpscaleOptions { Progress = new Lose(folder["in", "model.safetensors"]) };

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(
            () => CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], options));

        Assert.Contains("lost while it was read", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["out", "model.safetensors"]));
        Assert.DoesNotContain(folder.Content(), name => name.Contains(".solar-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutHashes_NothingIsHashed()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());

        UpscaleResult result = await CheckpointBuilder.BuildAsync(
            Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], new UpscaleOptions { Hash = ContentHash.None });

        Assert.DoesNotContain("xxh128", File.ReadAllText(folder["out", "solar.json"]), StringComparison.Ordinal);
        Assert.Empty(result.Manifest.Tensors);
    }

    [Fact]
    public async Task Plan_IsWhatTheRunWrites()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny(), shardSize: 1000);
        CheckpointPlan plan = Samples.Upscale(Samples.Tiny(), 1, 1);
        var options = new UpscaleOptions { MaxShardSize = 1500 };

        BuildPlan planned = CheckpointBuilder.Plan(plan, [folder["in"]], folder["out"], options);
        Assert.False(Directory.Exists(folder["out"]));
        UpscaleResult result = await CheckpointBuilder.BuildAsync(plan, folder["in"], folder["out"], options);

        Assert.All(planned.Files, file => Assert.Equal(new FileInfo(folder["out", file.Path]).Length, file.Bytes));
        Assert.Equal(result.Files.Count(name => name.EndsWith(".safetensors", StringComparison.Ordinal)), planned.Files.Count);
        Assert.Equal("model.layers.2.mlp.up_proj.weight = model.layers.1.mlp.up_proj.weight", planned.Tensors.Single(tensor => tensor.Info.Name == "model.layers.2.mlp.up_proj.weight").From);
    }

    [Fact]
    public async Task CancelledReplacement_LeavesTheFormerState()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        Samples.Write(folder["out"], Samples.Tiny(2), seed: 7);
        byte[] before = File.ReadAllBytes(folder["out", "model.safetensors"]);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointBuilder.BuildAsync(
            Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder["out"], new UpscaleOptions { Progress = new CancelAt(cancellation, 1) }, cancellation.Token));

        Assert.Equal(before, File.ReadAllBytes(folder["out", "model.safetensors"]));
    }

    [Theory]
    [InlineData("in")]
    [InlineData("in/out")]
    [InlineData("in/../in")]
    [InlineData("")]
    [InlineData("link")]
    [InlineData("link/out")]
    public async Task OutputThatOverlapsTheInput_IsRefused(string output)
    {
        using var folder = new TempFolder();
        Samples.Write(folder["in"], Samples.Tiny());
        Directory.CreateSymbolicLink(folder["link"], folder["in"]);
        string[] before = folder.Content();

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(
            () => CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(), 1, 1), folder["in"], folder[output]));

        Assert.Contains("inside of the other", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Content());
    }

    /// <summary>Fills a checkpoint of one file, whose samples are any bits, with numbers as weights have them.</summary>
    private static void WriteNumbers(string directory)
    {
        var random = new Random(3);
        using CheckpointReader reader = CheckpointReader.Open(directory);
        using FileStream file = File.Open(reader.Files[0].FullPath, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        for (file.Position = reader.Files[0].Header.DataStart; file.Position < file.Length;)
        {
            file.Write(BitConverter.GetBytes(random.NextSingle() - 0.5f));
        }
    }

    // To nearest, ties to even; no NaN and no infinity among the samples.
    private static ushort Nearest(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>Changes a file's time as soon as something was read.</summary>
    private sealed class Touch(string path) : IProgress<(long Read, long Total)>
    {
        public void Report((long Read, long Total) value) => File.SetLastWriteTimeUtc(path, DateTime.UnixEpoch);
    }

    private sealed class Lose(string path) : IProgress<(long Read, long Total)>
    {
        public void Report((long Read, long Total) value) => File.Delete(path);
    }

    /// <summary>Progress that is reported on the spot, so that the copy is cut off in the middle.</summary>
    private sealed class CancelAt(CancellationTokenSource cancellation, long bytes) : IProgress<(long Read, long Total)>
    {
        public void Report((long Read, long Total) value)
        {
            if (value.Read >= bytes)
            {
                cancellation.Cancel();
            }
        }
    }
}
