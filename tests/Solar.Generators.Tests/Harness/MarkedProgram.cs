using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Solar.Generators.Tests.Harness;

/// <summary>A program in which the places of expected diagnostics are marked.</summary>
internal static class MarkedProgram
{
    /// <summary>Runs a program; fails unless exactly the marked diagnostics are reported, at exactly the marked spans, and C# has nothing to add.</summary>
    /// <returns>The messages, in the order of the places.</returns>
    public static string[] Verify(TestProgram marked)
    {
        var expected = new List<Expected>();
        ImmutableArray<(string, string)> Unmark(ImmutableArray<(string Path, string Text)> files) =>
            [.. files.Select(file => (file.Path, Markup.Read(file.Path, file.Text, expected)))];

        TestRun run = (marked with { Sources = Unmark(marked.Sources), Yaml = Unmark(marked.Yaml) }).Run();
        Assert.Equal(Lines(expected), Lines(run.Reported.Select(Placed)));
        Assert.All(run.Reported.Where(d => d.Location.GetLineSpan().Path.EndsWith(".cs", System.StringComparison.Ordinal)), d => Assert.NotNull(d.Location.SourceTree));
        run.AssertCompiles();
        return run.Messages;
    }

    /// <summary>The same for a program of one C# file.</summary>
    public static string[] Verify(string source, string? yaml = null) => Verify(TestProgram.Of(source, yaml));

    /// <summary>The same for a program of one YAML file.</summary>
    public static string[] VerifyYaml(string yaml) => Verify(TestProgram.OfYaml(yaml));

    private static Expected Placed(Diagnostic diagnostic)
    {
        FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
        return new Expected(lines.Path, diagnostic.Id, diagnostic.Location.SourceSpan);
    }

    private static string[] Lines(IEnumerable<Expected> places) => [.. places
        .OrderBy(place => place.Path).ThenBy(place => place.Span.Start).ThenBy(place => place.Id)
        .Select(place => $"{place.Path} {place.Id} {place.Span}")];
}
