using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Solar.Generators.Tests.Harness;

/// <summary>What the generator made of a program.</summary>
/// <param name="Driver">The driver, to run it again.</param>
/// <param name="Output">The program with the emitted files.</param>
internal sealed record TestRun(GeneratorDriver Driver, Compilation Output)
{
    public GeneratorRunResult Result => Driver.GetRunResult().Results.Single();

    /// <summary>Hint name and text of each emitted file.</summary>
    public IReadOnlyList<(string HintName, string Text)> Files =>
        [.. Result.GeneratedSources.Select(source => (source.HintName, source.SourceText.ToString()))];

    /// <summary>What the generator reported, as the compiler would show it: pragmas and project options are applied.</summary>
    public ImmutableArray<Diagnostic> Reported => [.. Result.Diagnostics];

    /// <summary>Each reported diagnostic as <c>ID: message</c>.</summary>
    public string[] Messages => [.. Reported.Select(Message)];

    /// <summary>What C# says of the program with the emitted files, warnings included, but for missing documentation of the test's own types.</summary>
    public string[] CSharp =>
    [
        .. Output.GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning
                && !(diagnostic.Id == "CS1591" && !Driver.GetRunResult().GeneratedTrees.Contains(diagnostic.Location.SourceTree!)))
            .Select(diagnostic => $"{diagnostic.Location.GetLineSpan()} {Message(diagnostic)}"),
    ];

    /// <summary>Fails, with all that C# says, unless the program compiles without a warning.</summary>
    public void AssertCompiles() => Assert.True(CSharp.Length == 0, string.Join("\n", CSharp));

    /// <summary>The text of the one emitted file whose name ends so.</summary>
    public string File(string ending) => Files.Single(file => file.HintName.EndsWith(ending, System.StringComparison.Ordinal)).Text;

    public static string Message(Diagnostic diagnostic) => $"{diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}";
}
