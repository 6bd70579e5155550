using System;
using System.IO;
using System.Linq;
using Solar.Testing;
using Xunit;
using Xunit.Sdk;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>The snapshot helper fails where it must.</summary>
public sealed class SourceSnapshotTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-snapshots-").FullName;

    [Fact]
    public void MissingFile_FailsAndLeavesWhatWasReceived()
    {
        string fault = Fault(("A.g.cs", "a\n"));

        Assert.Contains("A.g: was never accepted", fault, StringComparison.Ordinal);
        Assert.Equal(["A.g.received.cs"], Files());
    }

    [Fact]
    public void DifferentFile_FailsWithTheFirstLineThatDiffers()
    {
        Accept(("A.g.cs", "one\ntwo\nthree\n"));

        string fault = Fault(("A.g.cs", "one\n2\n3\n"));

        Assert.Contains("A.g: line 2 is\n      2\n    and was\n      two", fault, StringComparison.Ordinal);
        Assert.Equal(["A.g.received.cs", "A.g.verified.cs"], Files());
    }

    [Fact]
    public void FileNoLongerEmitted_Fails()
    {
        Accept(("A.g.cs", "a\n"), ("B.g.cs", "b\n"));

        Assert.Contains("B.g: is no longer emitted", Fault(("A.g.cs", "a\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void SameFilesOfAnotherVersion_PassAndTakeWhatWasReceivedAway()
    {
        Accept(("A.g.cs", "[GeneratedCode(\"Solar.Generators\", \"1.0.0\")]\n"));
        Fault(("A.g.cs", "other\n"));

        Match(false, false, ("A.g.cs", "[GeneratedCode(\"Solar.Generators\", \"2.0.0\")]\n"));

        Assert.Equal(["A.g.verified.cs"], Files());
        Assert.Equal("[GeneratedCode(\"Solar.Generators\", \"<version>\")]\n", File.ReadAllText(Path.Combine(_folder, "A.g.verified.cs")));
    }

    [Fact]
    public void AcceptingOnABuildServer_IsRefused()
    {
        Assert.ThrowsAny<XunitException>(() => Match(true, true, ("A.g.cs", "a\n")));

        Assert.Empty(Files());
    }

    [Fact]
    public void Accepting_TakesAwayWhatIsNoLongerEmitted()
    {
        Accept(("A.g.cs", "a\n"), ("B.g.cs", "b\n"));

        Accept(("A.g.cs", "new\n"));

        Assert.Equal(["A.g.verified.cs"], Files());
        Match(false, false, ("A.g.cs", "new\n"));
    }

    [Fact]
    public void NoFileAtAll_Fails() => Assert.ThrowsAny<XunitException>(() => Match(false, false));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Accept(params (string, string)[] files) => Match(true, false, files);

    private string Fault(params (string, string)[] files) => Assert.ThrowsAny<XunitException>(() => Match(false, false, files)).Message;

    private void Match(bool isAccepting, bool isBuildServer, params (string, string)[] files) =>
        SourceSnapshot.Compare(_folder, files, isAccepting, isBuildServer);

    private string[] Files() => [.. Directory.EnumerateFiles(_folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
