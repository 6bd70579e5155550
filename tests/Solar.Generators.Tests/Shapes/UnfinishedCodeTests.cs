using Microsoft.CodeAnalysis;
using Solar.Generators.Tests.Harness;
using Xunit;

namespace Solar.Generators.Tests.Shapes;

/// <summary>While somebody types, names and types are missing. C# says so; we add nothing, and what is emitted is C# still.</summary>
public class UnfinishedCodeTests
{
    private const string Llama = "[Llama(HiddenSize = 64, IntermediateSize = 128, NumHiddenLayers = 2, NumAttentionHeads = 4, VocabSize = 100)]";

    [Theory]
    [InlineData("using Solar; namespace Paper; " + Llama + " public partial class ;")]
    [InlineData("using Solar; namespace Paper. ; " + Llama + " public partial class Tiny;")]
    [InlineData("using Solar; namespace { " + Llama + " public partial class Tiny; }")]
    [InlineData("using Solar; public partial class { " + Llama + " public partial class Tiny; }")]
    [InlineData("using Solar; [Upscale(typeof(), dropTop: 1, dropBottom: 1)] public partial class Grown;")]
    [InlineData("using Solar; [Average(typeof(), typeof())] public partial class Mean;")]
    [InlineData("using Solar; " + Llama + " [InitializeFrom(typeof())] public partial class Tiny;")]
    [InlineData("using Solar; " + Llama)]
    public void MissingName_IsLeftToCSharp(string code)
    {
        TestRun run = TestProgram.Of(code).Run();

        Assert.Empty(run.Messages);
        AssertEmittedIsCSharp(run);
        Assert.Contains(run.Output.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
    }

    [Fact]
    public void MissingTypeParameter_GetsNoStub()
    {
        TestRun run = TestProgram.Of($"using Solar; {Llama} public partial class Tiny<>;").Run();

        Assert.Equal(["SOLAR004: 'Tiny' cannot be a Solar declaration: it is generic"], run.Messages);
        AssertEmittedIsCSharp(run);
    }

    private static void AssertEmittedIsCSharp(TestRun run) => Assert.All(
        run.Result.GeneratedSources, file => Assert.DoesNotContain(file.SyntaxTree.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error));
}
