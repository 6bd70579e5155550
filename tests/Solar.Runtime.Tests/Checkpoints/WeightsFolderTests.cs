using System;
using System.IO;
using Solar.Runtime.Checkpoints;
using Xunit;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>Changes HF_HUB_CACHE, which nothing else here reads.</summary>
public sealed class WeightsFolderTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string? _before = Environment.GetEnvironmentVariable("HF_HUB_CACHE");

    public WeightsFolderTests() => Environment.SetEnvironmentVariable("HF_HUB_CACHE", _folder["hub"]);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("HF_HUB_CACHE", _before);
        _folder.Dispose();
    }

    [Fact]
    public void Folder_IsTakenAsItIs() =>
        Assert.Equal(_folder.FullPath, WeightsFolder.Find(new WeightsDescription(_folder.FullPath)));

    [Fact]
    public void NameInTheCache_IsTheSnapshotOfMain()
    {
        Cached("abc123", "main");

        Assert.Equal(_folder["hub", "models--org--name", "snapshots", "abc123"], WeightsFolder.Find(new WeightsDescription("org/name")));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("abc123")]
    public void TagOrCommit_IsItsSnapshot(string revision)
    {
        Cached("abc123", "v1");

        Assert.Equal(
            _folder["hub", "models--org--name", "snapshots", "abc123"], WeightsFolder.Find(new WeightsDescription("org/name", revision)));
    }

    [Fact]
    public void NameThatWasNotFetched_SaysHowToFetchIt()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => WeightsFolder.Find(new WeightsDescription("org/name")));

        Assert.Contains(_folder["hub", "models--org--name"], exception.Message, StringComparison.Ordinal);
        Assert.Contains("hf download org/name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherRevision_NamesTheOnesThatThereAre()
    {
        Cached("abc123", "main");

        CheckpointException exception = Assert.Throws<CheckpointException>(() => WeightsFolder.Find(new WeightsDescription("org/name", "v2")));

        Assert.Contains("no snapshot of revision 'v2'; it has main, abc123", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../name", null)]
    [InlineData("no/such/folder", null)]
    [InlineData("org/name", "../../../etc")]
    [InlineData("org/name", "/etc")]
    public void NameThatLeadsElsewhere_IsRefused(string location, string? revision)
    {
        Cached("abc123", "main");

        Assert.Throws<CheckpointException>(() => WeightsFolder.Find(new WeightsDescription(location, revision)));
    }

    [Fact]
    public void ReferenceThatLeadsElsewhere_IsRefused()
    {
        Cached("abc123", "main");
        File.WriteAllText(_folder["hub", "models--org--name", "refs", "main"], "../../..");

        Assert.Throws<CheckpointException>(() => WeightsFolder.Find(new WeightsDescription("org/name")));
    }

    // As huggingface_hub lays it out: files of a snapshot are links to blobs.
    private void Cached(string commit, string reference)
    {
        string repository = _folder["hub", "models--org--name"];
        Directory.CreateDirectory(Path.Combine(repository, "snapshots", commit));
        Directory.CreateDirectory(Path.Combine(repository, "refs"));
        File.WriteAllText(Path.Combine(repository, "refs", reference), commit);
    }
}
