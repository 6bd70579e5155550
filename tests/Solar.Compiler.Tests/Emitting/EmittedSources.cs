using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>What is emitted for whole programs, as files that a reviewer reads.</summary>
public sealed class EmittedSources
{
    [Fact]
    public void Solar_upscaled() => Match(SamplePrograms.Solar(), catalog: true);

    [Fact]
    public void Tied_with_biases() => Match(SamplePrograms.TiedWithBiases());

    [Fact]
    public void Sliding_window() => Match(SamplePrograms.SlidingWindow());

    [Fact]
    public void Llama3_rope() => Match(SamplePrograms.Llama3Rope());

    [Fact]
    public void Linear_rope() => Match(SamplePrograms.LinearRope());

    [Fact]
    public void Layer_ranges() => Match(SamplePrograms.LayerRanges());

    [Fact]
    public void Pipeline() => Match(SamplePrograms.Pipeline(), catalog: true);

    [Fact]
    public void Balanced_experts() => Match(SamplePrograms.BalancedExperts());

    [Fact]
    public void Shapes() => Match(SamplePrograms.Shapes());

    [Fact]
    public void Broken() => Match(SamplePrograms.Broken(), catalog: true);

    private static void Match(
        JoinedProgram program, bool catalog = false, [System.Runtime.CompilerServices.CallerMemberName] string testMethod = "")
    {
        var context = new EmitContext("0.0.0");
        IEnumerable<EmittedFile> files = SourceEmitter.Emit(program, context);
        if (catalog)
        {
            files = files.Append(SourceEmitter.Catalog(program, context));
        }

        SourceSnapshot.Match(files.Select(file => (file.HintName, file.Text)), testMethod: testMethod);
    }
}
