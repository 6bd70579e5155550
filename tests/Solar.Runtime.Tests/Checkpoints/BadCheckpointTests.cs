using System;
using System.IO;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>The whole way from a bad folder: loading and up-scaling name the file and the tensor, and leave the disk as it was.</summary>
public sealed class BadCheckpointTests : IDisposable
{
    private const string Tensor = "model.norm.weight";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("header cut off")]
    [InlineData("header is no JSON")]
    [InlineData("offset outside of the file")]
    [InlineData("data cut off")]
    [InlineData("shard missing")]
    [InlineData("index names a file outside")]
    [InlineData("wrong type")]
    public async Task BadCheckpoint_IsRefusedByFileAndTensor_AndNothingIsWritten(string fault)
    {
        (string file, string? tensor) = Spoil(fault);
        string[] before = _folder.Content();

        CheckpointException loading = Assert.Throws<CheckpointException>(() => TinyModel.Load(_folder["in"]));
        CheckpointException building = await Assert.ThrowsAsync<CheckpointException>(
            () => CheckpointBuilder.BuildAsync(Samples.Upscale(Samples.Tiny(2), 1, 1), _folder["in"], _folder["out"]));

        foreach (CheckpointException e in new[] { loading, building })
        {
            Assert.Contains(e.Faults, found => found.File == _folder["in", file] && (tensor is null ? found.Tensor is null : found.Tensor == tensor));
            Assert.Contains(file, e.Message, StringComparison.Ordinal);
            Assert.Contains(tensor ?? file, e.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, _folder.Content());
    }

    // Writes a good checkpoint, spoils it, and says which file and tensor are to be named. A header that cannot be read has no tensor to name.
    private (string File, string? Tensor) Spoil(string fault)
    {
        bool sharded = fault is "shard missing" or "index names a file outside";
        Samples.Write(_folder["in"], Samples.Tiny(2), shardSize: sharded ? 1000 : long.MaxValue);
        string single = _folder["in", CheckpointFiles.Weights];
        switch (fault)
        {
            case "header cut off":
                Truncate(single, 100);
                return (CheckpointFiles.Weights, null);
            case "header is no JSON":
                Samples.Replace(single, "{\"", "[\"");
                return (CheckpointFiles.Weights, null);
            case "offset outside of the file":
                Samples.Replace(single, $"\"{Tensor}\":{{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[", $"\"{Tensor}\":{{\"dtype\":\"F32\",\"shape\":[8],\"data_offsets\":[9");
                return (CheckpointFiles.Weights, Tensor);
            case "data cut off":
                byte[] whole = File.ReadAllBytes(single);
                Truncate(single, whole.Length - 1);
                return (CheckpointFiles.Weights, SafetensorsHeader.Parse(whole, whole.Length, single).Entries[^1].Info.Name);
            case "shard missing":
                string shard = FirstShard();
                File.Delete(_folder["in", shard]);
                return (shard, "model.embed_tokens.weight");
            case "index names a file outside":
                File.Copy(_folder["in", FirstShard()], _folder["x.safetensors"]);
                Samples.Replace(_folder["in", CheckpointFiles.Index], $"\"model.embed_tokens.weight\": \"{FirstShard()}\"", "\"model.embed_tokens.weight\": \"../x.safetensors\"");
                return (CheckpointFiles.Index, "model.embed_tokens.weight");
            default:
                Samples.Replace(single, $"\"{Tensor}\":{{\"dtype\":\"F32\"", $"\"{Tensor}\":{{\"dtype\":\"I32\"");
                return (CheckpointFiles.Weights, Tensor);
        }
    }

    private string FirstShard() => Path.GetFileName(Directory.GetFiles(_folder["in"], "model-00001-of-*.safetensors")[0]);

    private static void Truncate(string path, long length)
    {
        using FileStream stream = File.OpenWrite(path);
        stream.SetLength(length);
    }
}
