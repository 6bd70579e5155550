using System;
using System.IO;
using System.Linq;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

public class CheckpointReaderTests
{
    private const string FirstShard = "model-00001-of-00004.safetensors";

    [Fact]
    public void ShardedCheckpoint_ReadsTheSameTensorsAsOneFile()
    {
        using var folder = new TempFolder();
        Samples.Write(folder["one"], Samples.Tiny());
        Samples.Write(folder["many"], Samples.Tiny(), shardSize: 2000);

        using CheckpointReader one = CheckpointReader.Open(folder["one"]);
        using CheckpointReader many = CheckpointReader.Open(folder["many"]);

        Assert.Single(one.Files);
        Assert.Equal(FirstShard, many.Files[0].Name);
        Assert.Equal(4, many.Files.Count);
        Assert.Equal(one.Tensors.Keys.Order(), many.Tensors.Keys.Order());
        Assert.All(one.Tensors, pair => Assert.True(pair.Value.HasSameContentAs(many.Tensors[pair.Key])));
        Assert.All(many.Files, file => Assert.InRange(file.Header.Entries[^1].End, 1, 2000));
    }

    [Fact]
    public void MissingFolder_IsNamed()
    {
        using var folder = new TempFolder();

        CheckpointException e = Refused(folder["nowhere"]);

        Assert.Equal(folder["nowhere"], e.File);
        Assert.Contains("no such folder", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pytorch_model.bin", "safe_serialization=True")]
    [InlineData("notes.txt", "neither model.safetensors nor")]
    public void FolderWithoutSafetensors_SaysWhatToDo(string file, string message)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[file], "x");

        Assert.Contains(message, Refused(folder.FullPath).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MissingShard_IsNamedWithATensorOfIt()
    {
        using var folder = Sharded();
        File.Delete(folder["many", FirstShard]);

        CheckpointException e = Refused(folder["many"]);

        Assert.Equal(folder["many", FirstShard], e.File);
        Assert.NotNull(e.Tensor);
        Assert.Contains("shard is missing", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x.safetensors")]
    [InlineData("/etc/x.safetensors")]
    [InlineData("..")]
    [InlineData("sub/x.safetensors")]
    [InlineData("sub\\\\x.safetensors")]
    [InlineData("C:x.safetensors")]
    [InlineData("x\\u0000.safetensors")]
    [InlineData("passwd")]
    [InlineData("")]
    public void IndexThatLeavesTheFolder_IsRefused(string shard)
    {
        using var folder = Sharded();
        string index = folder["many", CheckpointFiles.Index];
        Samples.Replace(index, "\"lm_head.weight\": \"model-00004-of-00004.safetensors\"", $"\"lm_head.weight\": \"{shard}\"");

        CheckpointException e = Refused(folder["many"]);

        Assert.Equal(index, e.File);
        Assert.Equal("lm_head.weight", e.Tensor);
        Assert.Contains("not a .safetensors file of the same folder", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "no valid JSON")]
    [InlineData("[]", "not an object")]
    [InlineData("{}", "no 'weight_map'")]
    [InlineData("""{"weight_map":{"a":1}}""", "not a name")]
    [InlineData("""{"weight_map":{"a":"\ud800.safetensors"}}""", "no valid JSON")]
    [InlineData("""{"weight_map":{"a":"x.safetensors","a":"y.safetensors"}}""", "twice")]
    public void MalformedIndex_IsRefused(string text, string message)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[CheckpointFiles.Index], text);

        CheckpointException e = Refused(folder.FullPath);

        Assert.Equal(folder[CheckpointFiles.Index], e.File);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("7")]
    [InlineData("""{"model_type":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    public void MalformedConfig_IsRefused(string text)
    {
        using var folder = Sharded();
        File.WriteAllText(folder["many", "config.json"], text);

        Assert.Equal(folder["many", "config.json"], Refused(folder["many"]).File);
    }

    [Fact]
    public void IndexThatDisagreesWithItsShards_IsToldInFull()
    {
        using var folder = Sharded();
        string index = folder["many", CheckpointFiles.Index];
        Samples.Replace(index, "\"lm_head.weight\": \"model-00004-of-00004.safetensors\"", $"\"other.weight\": \"{FirstShard}\"");
        Samples.Replace(index, "\"model.norm.weight\": \"model-00004", "\"model.norm.weight\": \"model-00001");

        CheckpointException e = Refused(folder["many"]);

        Assert.Equal(["lm_head.weight", "model.norm.weight", "other.weight"], e.Faults.Select(fault => fault.Tensor!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TensorInTwoShards_IsRefused()
    {
        using var folder = Sharded();
        File.Copy(folder["many", FirstShard], folder["many", "copy.safetensors"]);
        Samples.Replace(folder["many", CheckpointFiles.Index], "\"weight_map\": {", "\"weight_map\": { \"new\": \"copy.safetensors\",");

        Assert.Contains("holds it too", Refused(folder["many"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShardThatWasCutOff_IsNamed()
    {
        using var folder = Sharded();
        using (FileStream stream = File.OpenWrite(folder["many", FirstShard]))
        {
            stream.SetLength(stream.Length - 1);
        }

        CheckpointException e = Refused(folder["many"]);

        Assert.Equal(folder["many", FirstShard], e.File);
        Assert.NotNull(e.Tensor);
        Assert.Contains("cut off", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EmptyWeightsFile_IsRefused()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder[CheckpointFiles.Weights], "");

        Assert.Contains("empty", Refused(folder.FullPath).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesOfAnotherFilesTensor_AreRefused()
    {
        using var folder = Sharded();
        using CheckpointReader reader = CheckpointReader.Open(folder["many"]);

        SafetensorsEntry foreign = reader.Files[1].Header.Entries[0];

        Assert.Throws<ArgumentException>(() => reader.Files[0].Bytes(foreign).Length);
        Assert.Throws<ArgumentException>(() => reader.Files[1].Bytes(foreign, foreign.Info.ByteCount, 1).Length);
        Assert.Throws<ArgumentException>(() => reader.Files[1].Bytes(foreign, -1, 1).Length);
    }

    [Fact]
    public void BytesAfterDisposal_Throw()
    {
        using var folder = Sharded();
        CheckpointReader reader = CheckpointReader.Open(folder["many"]);
        reader.Dispose();

        Assert.Throws<ObjectDisposedException>(() => reader.Files[0].Bytes(reader.Files[0].Header.Entries[0]).Length);
    }

    private static TempFolder Sharded()
    {
        var folder = new TempFolder();
        Samples.Write(folder["many"], Samples.Tiny(), shardSize: 2000);
        return folder;
    }

    private static CheckpointException Refused(string directory) =>
        Assert.Throws<CheckpointException>(() => CheckpointReader.Open(directory).Dispose());
}
