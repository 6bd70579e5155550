using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

public class CheckpointWriterTests
{
    private static readonly TensorInfo[] Tensors = [new("a", TensorDtype.U8, [3]), new("b", TensorDtype.F32, [2])];

    private static readonly CheckpointManifest Manifest = new() { Model = "Test.Model", Dtype = "float32" };

    [Fact]
    public void UncommittedCheckpoint_LeavesNothing()
    {
        using var folder = new TempFolder();
        using (CheckpointWriter writer = CheckpointWriter.Create(folder["out"], Tensors))
        {
            writer.WriteText("config.json", "{}");
            Assert.False(Directory.Exists(folder["out"]));
        }

        Assert.Empty(folder.Content());
    }

    [Fact]
    public void UnfilledTensor_CannotBeCommitted()
    {
        using var folder = new TempFolder();
        using (CheckpointWriter writer = CheckpointWriter.Create(folder["out"], Tensors))
        {
            writer["a"].Append([1, 2, 3]);
            writer["b"].Append([1, 2, 3, 4, 5, 6, 7]);

            Assert.Throws<InvalidOperationException>(() => writer.Commit(Manifest));
        }

        Assert.Empty(folder.Content());
    }

    [Fact]
    public void TensorFilledBeyondItsEnd_Throws()
    {
        using var folder = new TempFolder();
        using CheckpointWriter writer = CheckpointWriter.Create(folder["out"], Tensors);
        writer["a"].Append([1, 2]);

        Assert.Throws<ArgumentException>(() => writer["a"].Append([3, 4]));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/x")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("model.safetensors")]
    public void FileThatLeavesTheFolderOrIsThere_Throws(string name)
    {
        using var folder = new TempFolder();
        using CheckpointWriter writer = CheckpointWriter.Create(folder["out"], Tensors);

        Assert.Throws<ArgumentException>(() => writer.WriteText(name, "x"));
    }

    [Fact]
    public void TwoTensorsOfOneName_Throw()
    {
        using var folder = new TempFolder();

        Assert.Throws<ArgumentException>(() => CheckpointWriter.Create(folder["out"], [Tensors[0], Tensors[0]]));
        Assert.Empty(folder.Content());
    }

    [Fact]
    public void CommittedCheckpoint_ListsItsFilesAndCanBeReplaced()
    {
        using var folder = new TempFolder();
        Write(folder["out"], 1);
        Write(folder["out"], 2);

        using CheckpointReader reader = CheckpointReader.Open(folder["out"]);

        Assert.Equal([2, 2, 2], reader.Tensors["a"].Bytes.ToArray());
        Assert.Equal(["out", "out/config.json", "out/model.safetensors", "out/solar.json"], folder.Content());
        using var manifest = JsonDocument.Parse(File.ReadAllText(folder["out", "solar.json"]));
        Assert.Equal(
            ["config.json", "model.safetensors", "solar.json"], manifest.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
    }

    [Fact]
    public void EmptyFolderAndMissingParents_AreFilled()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["empty"]);

        Write(folder["empty"], 1);
        Write(folder["some", "where", "deep"], 1);

        Assert.True(File.Exists(folder["empty", "solar.json"]));
        Assert.True(File.Exists(folder["some", "where", "deep", "solar.json"]));
    }

    [Fact]
    public void FolderThatSolarDidNotWrite_IsLeftAlone()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["mine"]);
        File.WriteAllText(folder["mine", "thesis.txt"], "years of work");

        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointWriter.Create(folder["mine"], Tensors));

        Assert.Equal(folder["mine"], e.File);
        Assert.Equal(["mine", "mine/thesis.txt"], folder.Content());
    }

    [Fact]
    public void CheckpointThatSomebodyAddedTo_IsLeftAlone()
    {
        using var folder = new TempFolder();
        Write(folder["out"], 1);
        File.WriteAllText(folder["out", "README.md"], "notes");

        CheckpointException e = Assert.Throws<CheckpointException>(() => CheckpointWriter.Create(folder["out"], Tensors));

        Assert.Equal(folder["out", "README.md"], e.File);
        Assert.True(File.Exists(folder["out", "README.md"]));
    }

    [Fact]
    public void FileAddedWhileWriting_IsLeftAlone()
    {
        using var folder = new TempFolder();
        Write(folder["out"], 1);
        using (CheckpointWriter writer = Filled(folder["out"], 2))
        {
            File.WriteAllText(folder["out", "README.md"], "notes");
            Assert.Throws<CheckpointException>(() => writer.Commit(Manifest));
        }

        using CheckpointReader reader = CheckpointReader.Open(folder["out"]);
        Assert.Equal([1, 1, 1], reader.Tensors["a"].Bytes.ToArray());
        Assert.True(File.Exists(folder["out", "README.md"]));
        Assert.DoesNotContain(folder.Content(), path => path.StartsWith('.'));
    }

    [Fact]
    public void WhatAKilledWriterLeft_IsSweptButNotWhatARunningOneHas()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder[".out.solar-dead"]);
        File.WriteAllText(folder[".out.solar-dead.lock"], "");
        File.WriteAllText(folder[".out.solar-dead", "model.safetensors"], "half");
        using CheckpointWriter running = Filled(folder["out"], 1);

        Write(folder["out"], 2);
        running.Commit(Manifest);

        Assert.Equal(["out", "out/config.json", "out/model.safetensors", "out/solar.json"], folder.Content());
        using CheckpointReader reader = CheckpointReader.Open(folder["out"]);
        Assert.Equal([1, 1, 1], reader.Tensors["a"].Bytes.ToArray());
    }

    [Fact]
    public void WriterThatWasKilledBeforeAndAfterItsFolder_LeavesNothingForEver()
    {
        // Killed between lock and folder; killed between exchange and removal, so that the hidden folder is the former checkpoint, whole.
        using var folder = new TempFolder();
        File.WriteAllText(folder[".out.solar-first.lock"], "");
        Write(folder[".out.solar-last"], 3);
        File.WriteAllText(folder[".out.solar-last.lock"], "");

        Write(folder["out"], 2);

        Assert.Equal(["out", "out/config.json", "out/model.safetensors", "out/solar.json"], folder.Content());
    }

    [Fact]
    public void FolderThatOnlyLooksLikeAWriters_IsLeftAlone()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder[".out.solar-mine"]);
        Write(folder["out"], 1);
        Assert.True(Directory.Exists(folder[".out.solar-mine"]));
    }

    [Fact]
    public void TensorGreaterThanAShard_HasOneForItself()
    {
        TensorInfo[] tensors = [new("a", TensorDtype.U8, [3]), new("b", TensorDtype.U8, [30]), new("c", TensorDtype.U8, [3]), new("d", TensorDtype.U8, [7])];

        IReadOnlyList<Shard> shards = ShardPlan.Divide(tensors, 10);

        Assert.Equal(
            ["model-00001-of-00003.safetensors: a", "model-00002-of-00003.safetensors: b", "model-00003-of-00003.safetensors: c d"],
            shards.Select(shard => $"{shard.Name}: {string.Join(' ', shard.Entries.Select(entry => entry.Name))}"));
    }

    private static void Write(string directory, byte value)
    {
        using CheckpointWriter writer = Filled(directory, value);
        writer.Commit(Manifest);
    }

    private static CheckpointWriter Filled(string directory, byte value)
    {
        CheckpointWriter writer = CheckpointWriter.Create(directory, Tensors);
        writer["a"].Append([value, value, value]);
        writer["b"].Append(new byte[8]);
        writer.WriteText("config.json", "{}");
        return writer;
    }
}
