using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Runtime;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Every snapshot compiles against the real runtime without a warning, documentation included.</summary>
public sealed class EmittedCodeCompiles
{
    // Of recipes the weight maps alone are kept; EmittedRulesTests compiles them with their modules.
    public static TheoryData<string> Snapshots =>
        [.. Directory.EnumerateDirectories(Root()).Select(path => Path.GetFileName(path)).Where(name => name != "EmittedRulesTests.Weight_maps").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void Snapshot_CompilesWithoutWarning(string snapshot)
    {
        string[] sources = [.. Sources(snapshot)];

        Assert.Empty(InMemoryCompilation.Create(sources).Complaints());
        Assert.Empty(InMemoryCompilation.Create(sources, implicitUsings: true, nullable: true).Complaints());
    }

    [Fact]
    public void TextsThatWouldEndLiteralsOrComments_StayTexts()
    {
        JoinedProgram program = SamplePrograms.HostileTexts();
        var context = new EmitContext("0.0.0");
        string[] sources = [.. SourceEmitter.Emit(program, context).Append(SourceEmitter.Catalog(program, context)).Select(file => file.Text)];

        CSharpCompilation compilation = InMemoryCompilation.Create(sources);

        Assert.Empty(compilation.Complaints());
        Assert.Empty(compilation.GetSymbolsWithName("Injected"));
        Assert.Equal(
            ((DatasetDeclaration)program.Datasets[0].Declaration).Path,
            EmittedAssembly.Load(program).GetType("Paper.OddText")!.Static<DatasetDescription>("Description").Path);
    }

    [Fact]
    public void UsersPartOfASealedClass_GoesWithTheEmittedOne()
    {
        string[] sources =
        [
            "namespace Solar.Models { /// <summary>The user's words.</summary>\n public sealed partial class Sealed { } }",
            .. Sources("EmittedSources.Shapes"),
        ];

        Assert.Empty(InMemoryCompilation.Create(sources).Complaints());
    }

    private static IEnumerable<string> Sources(string snapshot) =>
        Directory.EnumerateFiles(Path.Combine(Root(), snapshot), "*.verified.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText);

    private static string Root([CallerFilePath] string testFile = "") => SourceSnapshot.Folder(testFile);
}
