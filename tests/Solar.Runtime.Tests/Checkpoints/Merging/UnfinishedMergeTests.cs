using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;
using Xunit;
using static Solar.Runtime.Tests.Checkpoints.Merging.MergedModels;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>Merges that were cut off, whose sources change, or that cannot be written; and how a merged checkpoint is verified.</summary>
public class UnfinishedMergeTests
{
    [Theory]
    [InlineData(ContentHash.Xxh128)]
    [InlineData(ContentHash.Sha256)]
    public async Task MergedCheckpoint_VerifiesUntilAByteChanges(ContentHash hash)
    {
        using var folder = new TempFolder();
        await CheckpointMerger.MergeAsync(Merge(Recipe("ties")), Models(folder), folder["out"], new MergeOptions { Hash = hash, MaxShardSize = 1500 });
        Assert.Empty(await CheckpointVerifier.VerifyAsync(folder["out"]));

        string shard = Directory.EnumerateFiles(folder["out"], "*.safetensors").Order(StringComparer.Ordinal).First();
        byte[] bytes = File.ReadAllBytes(shard);
        bytes[^3] ^= 1;
        File.WriteAllBytes(shard, bytes);
        File.AppendAllText(folder["out", "config.json"], " ");
        File.WriteAllText(folder["out", "notes.txt"], "mine");

        IReadOnlyList<CheckpointFault> faults = await CheckpointVerifier.VerifyAsync(folder["out"]);
        Assert.Equal(["notes.txt", "config.json", Path.GetFileName(shard)], faults.Select(fault => Path.GetFileName(fault.File)));
        Assert.NotNull(faults[2].Tensor);
    }

    [Fact]
    public async Task MergeWithoutHashes_SaysSoInsteadOfVerifying()
    {
        using var folder = new TempFolder();
        await CheckpointMerger.MergeAsync(Merge(Recipe("ties")), Models(folder), folder["out"], new MergeOptions { Hash = ContentHash.None });

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointVerifier.VerifyAsync(folder["out"]));
        Assert.Contains("names no hashes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancelledMerge_IsTakenUpWhereItStopped()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        CheckpointMerge merge = Merge(Recipe("dare_ties"));
        await CheckpointMerger.MergeAsync(merge, models, folder["whole"]);
        using var cancellation = new CancellationTokenSource();
        var options = new MergeOptions { Threads = 1, KeepUnfinished = true, Progress = new CancelAt(cancellation, 3000) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointMerger.MergeAsync(merge, models, folder["out"], options, cancellation.Token));
        Assert.False(Directory.Exists(folder["out"]));
        MergeResult result = await CheckpointMerger.MergeAsync(merge, models, folder["out"]);

        Assert.InRange(result.Resumed, 1, merge.Tensors.Count - 1);
        AssertSame(folder["whole"], folder["out"]);
        Assert.DoesNotContain(folder.Content(), name => name.Contains(".solar-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatAnEarlierRunLeftDamaged_IsMadeAgain()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        CheckpointMerge merge = Merge(Recipe("dare_ties"));
        await CheckpointMerger.MergeAsync(merge, models, folder["whole"]);
        await CancelAsync(merge, models, folder["out"]);

        // As after a loss of power: the journal says that tensors are there, and the disk has zeros.
        string left = Directory.EnumerateDirectories(folder.FullPath, ".out.solar-*").Single();
        string file = Path.Combine(left, "model.safetensors");
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        MergeResult result = await CheckpointMerger.MergeAsync(merge, models, folder["out"]);

        Assert.Equal(0, result.Resumed);
        AssertSame(folder["whole"], folder["out"]);
    }

    [Fact]
    public async Task UnfinishedRunOfAnotherRecipe_IsNotTakenUp()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        await CancelAsync(Merge(Recipe("dare_ties")), models, folder["out"]);

        MergeResult result = await CheckpointMerger.MergeAsync(Merge(Recipe("ties")), models, folder["out"]);

        Assert.Equal(0, result.Resumed);
        Assert.DoesNotContain(folder.Content(), name => name.Contains(".solar-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SourceThatChangedSinceTheEarlierRun_IsNoticed()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        CheckpointMerge merge = Merge(Recipe("dare_ties"));
        await CancelAsync(merge, models, folder["out"]);

        // Same length and same time, so that only the hash of what was read can tell.
        string file = Path.Combine(models["A"], "model.safetensors");
        DateTime written = File.GetLastWriteTimeUtc(file);
        byte[] bytes = File.ReadAllBytes(file);
        for (int i = bytes.Length - 7000; i < bytes.Length; i += 4)
        {
            bytes[i] ^= 1;
        }

        File.WriteAllBytes(file, bytes);
        File.SetLastWriteTimeUtc(file, written);

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(merge, models, folder["out"]));
        Assert.Contains("changed since the run that was cut off", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SourceThatChangesInMidRun_IsNoticedAndNothingIsReplaced()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        CheckpointMerge merge = Merge(Recipe("ties"));
        await CheckpointMerger.MergeAsync(merge, models, folder["out"]);
        byte[] before = File.ReadAllBytes(folder["out", "model.safetensors"]);
        var options = new MergeOptions { Progress = new Once(() => File.SetLastWriteTimeUtc(Path.Combine(models["A"], "model.safetensors"), DateTime.UnixEpoch)) };

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(merge, models, folder["out"], options));

        Assert.Contains("changed while it was read", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(folder["out", "model.safetensors"]));
    }

    [Fact]
    public async Task SourceThatIsLostInMidRun_IsNoticed()
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);
        var options = new MergeOptions { Progress = new Once(() => File.Delete(Path.Combine(models["B"], "model.safetensors"))) };

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(Merge(Recipe("ties")), models, folder["out"], options));

        Assert.Contains("lost while it was read", e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("B/out")]
    [InlineData("")]
    public async Task OutputThatOverlapsAnInput_IsRefused(string output)
    {
        using var folder = new TempFolder();
        Dictionary<string, string> models = Models(folder);

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(() => CheckpointMerger.MergeAsync(Merge(Recipe("ties")), models, folder[output]));

        Assert.Contains("inside of the other", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FolderThatCannotBeWritten_IsAClearError()
    {
        using var folder = new TempFolder();

        CheckpointException e = await Assert.ThrowsAsync<CheckpointException>(
            () => CheckpointMerger.MergeAsync(Merge(Recipe("ties")), Models(folder), "/proc/solar/out"));

        Assert.Equal("/proc/solar/out", e.File);
    }

    [Fact]
    public void TooSmallADisk_IsAnErrorBeforeAnythingIsWritten()
    {
        CheckpointException e = Assert.Throws<CheckpointException>(() => OutputFault.RequireSpace("/out", 1000, 999));
        Assert.Contains("needs 1000 bytes", e.Message, StringComparison.Ordinal);
        Assert.NotNull(OutputFault.FreeSpace(Path.Combine(Path.GetTempPath(), "not", "there", "yet")));
        Assert.Contains("disk is full", OutputFault.Of("/out", new IOException("No space left on device", 28)).Message, StringComparison.Ordinal);
    }

    private static void AssertSame(string expected, string found)
    {
        string[] names = [.. Directory.EnumerateFiles(expected).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.EnumerateFiles(found).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(found, name))));
    }

    private static async Task CancelAsync(CheckpointMerge merge, Dictionary<string, string> models, string output)
    {
        using var cancellation = new CancellationTokenSource();
        var options = new MergeOptions { Threads = 1, KeepUnfinished = true, Progress = new CancelAt(cancellation, 5000) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CheckpointMerger.MergeAsync(merge, models, output, options, cancellation.Token));
    }

    private sealed class CancelAt(CancellationTokenSource cancellation, long bytes) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            if (value.Done >= bytes)
            {
                cancellation.Cancel();
            }
        }
    }

    private sealed class Once(Action action) : IProgress<(long Done, long Total)>
    {
        private int _calls;

        public void Report((long Done, long Total) value)
        {
            // The first report is of what an earlier run had done.
            if (Interlocked.Increment(ref _calls) == 2)
            {
                action();
            }
        }
    }
}
