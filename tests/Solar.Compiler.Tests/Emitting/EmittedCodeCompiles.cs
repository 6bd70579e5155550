using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Every snapshot compiles against the real runtime without a warning, documentation included.</summary>
public sealed class EmittedCodeCompiles
{
    public static TheoryData<string> Snapshots => [.. Directory.EnumerateDirectories(Root()).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void Snapshot_CompilesWithoutWarning(string snapshot)
    {
        string[] sources = [.. Sources(snapshot)];

        Assert.Empty(InMemoryCompilation.Create(sources).Complaints());
        Assert.Empty(InMemoryCompilation.Create(sources, implicitUsings: true, nullable: true).Complaints());
    }

    private static IEnumerable<string> Sources(string snapshot) =>
        Directory.EnumerateFiles(Path.Combine(Root(), snapshot), "*.verified.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private static string Root([CallerFilePath] string testFile = "") => SourceSnapshot.Folder(testFile);
}
