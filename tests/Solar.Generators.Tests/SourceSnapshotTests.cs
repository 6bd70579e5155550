using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Solar.Testing;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>What the generator adds to a compilation, file by file, with what it reports.</summary>
public class SourceSnapshotTests
{
    public static TheoryData<string> Inputs => new(SnapshotInputs.All.Keys);

    [Fact]
    public void PaperInCSharp() => SourceSnapshot.Match(Files(SnapshotInputs.PaperInCSharp));

    [Fact]
    public void Architectures() => SourceSnapshot.Match(Files(SnapshotInputs.Architectures));

    [Fact]
    public void OwnModules() => SourceSnapshot.Match(Files(SnapshotInputs.OwnModules));

    [Fact]
    public void OwnComponents() => SourceSnapshot.Match(Files(SnapshotInputs.OwnComponents));

    [Fact]
    public void Places() => SourceSnapshot.Match(Files(SnapshotInputs.Places));

    [Fact]
    public void BothFrontEnds() => SourceSnapshot.Match(Files(SnapshotInputs.BothFrontEnds));

    [Fact]
    public void Broken() => SourceSnapshot.Match(Files(SnapshotInputs.Broken));

    [Fact]
    public void Refused() => SourceSnapshot.Match(Files(SnapshotInputs.Refused));

    [Fact]
    public void OverALibrary() => SourceSnapshot.Match(Files(SnapshotInputs.OverALibrary));

    /// <summary>Warnings are errors here: emitted code goes into projects that treat them so, with documentation on.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void Program_CompilesWithWhatIsEmitted(string input) => SnapshotInputs.All[input].Run().AssertCompiles();

    /// <summary>C# 12 is what emitted code asks for (SOLAR013), so it must do with that.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void EmittedCode_IsCSharp12(string input)
    {
        TestProgram program = SnapshotInputs.All[input] with { Language = LanguageVersion.CSharp12 };
        TestRun run = program.Run();

        Assert.DoesNotContain("SOLAR013", run.Messages);
        run.AssertCompiles();
    }

    private static (string HintName, string Text)[] Files(TestProgram program)
    {
        TestRun run = program.Run();
        string report = string.Concat(run.Reported.Select(diagnostic => $"// {Place(diagnostic)}: {diagnostic.Severity} {TestRun.Message(diagnostic)}\n"));
        return report.Length == 0 ? [.. run.Files] : [.. run.Files, ("diagnostics.cs", report)];
    }

    private static string Place(Diagnostic diagnostic)
    {
        FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
        return FormattableString.Invariant($"{lines.Path}({lines.StartLinePosition.Line + 1},{lines.StartLinePosition.Character + 1})");
    }
}
