using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Inputs;
using Xunit;

namespace Solar.Generators.Tests.Incremental;

/// <summary>Over every program of the snapshot tests: what an edit runs again.</summary>
public class CachingTests
{
    public static TheoryData<string> Inputs => new(SnapshotInputs.All.Keys);

    [Theory]
    [MemberData(nameof(Inputs))]
    public void SameProgram_RunsNothingAgain(string input)
    {
        TestProgram program = SnapshotInputs.All[input];
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        TestRun second = first.Again(compilation.Clone());

        AssertKept(first, second);
        Assert.Equal(second.Reported.Length, second.Emissions().Count(reason => reason != IncrementalStepRunReason.Cached));    // live locations, each time
    }

    [Theory]
    [MemberData(nameof(Inputs))]
    public void UnrelatedEdit_EmitsNothingAgain(string input)
    {
        TestProgram program = SnapshotInputs.All[input];
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        TestRun second = first.Again(compilation.AddSyntaxTrees(program.Parse("Other.cs", "namespace Elsewhere { internal class Other { } }")));

        AssertKept(first, second);
        Assert.All(second.Reasons(TrackingNames.Emitted), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>Lines that move change places, and places are for diagnostics alone.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void MovedLines_EmitNothingAgain(string input)
    {
        TestProgram program = SnapshotInputs.All[input];
        CSharpCompilation compilation = program.Compile();
        TestRun first = program.Start(compilation);

        CSharpCompilation moved = compilation.RemoveAllSyntaxTrees()
            .AddSyntaxTrees(compilation.SyntaxTrees.Select(tree => program.Parse(tree.FilePath, "// a line more\n\n" + tree)));
        TestRun second = first.Again(moved);

        foreach (string step in new[] { TrackingNames.Declarations, TrackingNames.Joined, TrackingNames.Units, TrackingNames.Emitted, TrackingNames.Assembly })
        {
            Assert.All(second.Reasons(step), reason => Assert.True(Steps.IsKept(reason), $"{step}: {reason}"));
        }

        Assert.Equal(first.Files, second.Files);
        Assert.Equal(first.Messages, second.Messages);
    }

    /// <summary>A value that holds a symbol or a tree keeps a whole old compilation alive, and never equals the next one.</summary>
    [Theory]
    [MemberData(nameof(Inputs))]
    public void CachedValues_HoldNothingOfRoslyn(string input)
    {
        TestRun run = SnapshotInputs.All[input].Run();

        foreach (string step in Steps.Names)
        {
            foreach ((object value, _) in run.Outputs(step))
            {
                Assert.Equal([], ObjectGraph.RoslynObjects(value));
            }
        }
    }

    private static void AssertKept(TestRun first, TestRun second)
    {
        foreach (string step in Steps.Names)
        {
            IReadOnlyList<IncrementalStepRunReason> reasons = second.Reasons(step);
            Assert.Equal(first.Reasons(step).Count, reasons.Count);
            Assert.All(reasons, reason => Assert.True(Steps.IsKept(reason), $"{step}: {reason}"));
        }

        Assert.Equal(first.Files, second.Files);
    }
}
