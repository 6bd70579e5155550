using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Hosting;
using Solar.Generators.Tests.Harness;
using Solar.Validation;
using Xunit;

namespace Solar.Generators.Tests;

public class InternalErrorTests
{
    [Fact]
    public void Exception_BecomesAFinding()
    {
        Finding? finding = Guard.Run<Finding?>("Paper.X", () => throw new InvalidOperationException("first line\nsecond line"), found => found);

        Assert.Equal(
            "Solar failed at 'Paper.X' (InvalidOperationException: first line second line): this is a fault of Solar, please report it with the declaration",
            finding!.Message);
    }

    [Fact]
    public void Cancellation_IsNoFault() =>
        Assert.Throws<OperationCanceledException>(() => Guard.Run("Paper.X", () => throw new OperationCanceledException(), _ => 0));

    /// <summary>Whatever is written, the compiler never sees an exception of ours (CS8785): it would drop everything that we emit.</summary>
    [Theory]
    [InlineData("[Llama(")]
    [InlineData("[Llama(HiddenSize)] partial class X;")]
    [InlineData("[Llama(HiddenSize = )] partial class X;")]
    [InlineData("[Llama(HiddenSize = 1, HiddenSize = 2)] partial class X;")]
    [InlineData("[Llama, Llama] partial class X;")]
    [InlineData("[Llama(Nothing = 1)] partial class X;")]
    [InlineData("[Llama(HiddenSize = \"wide\")] partial class X;")]
    [InlineData("[Llama(HiddenSize = int.MaxValue, NumHiddenLayers = int.MaxValue, VocabSize = int.MaxValue)] partial class X;")]
    [InlineData("[Upscale] partial class X;")]
    [InlineData("[Upscale(typeof())] partial class X;")]
    [InlineData("[Upscale(typeof(int[]), 1, 1)] partial class X;")]
    [InlineData("[Upscale(typeof(System.Collections.Generic.List<>), 1, 1)] partial class X;")]
    [InlineData("[Upscale(typeof(X), 1, 1)] partial class X;")]
    [InlineData("[Upscale(typeof(A.), 1, 1)] partial class X;")]
    [InlineData("[Upscale(typeof(A<B>), 1, 1)] partial class X;")]
    [InlineData("[Upscale(null, 1, 1)] partial class X;")]
    [InlineData("[Upscale(typeof(dynamic), 1, 1)] partial class X;")]
    [InlineData("[Layers(typeof(X), null)] partial class X;")]
    [InlineData("[Layers(typeof(X), null, null)] partial class X;")]
    [InlineData("[Average(null)] partial class X;")]
    [InlineData("[Average([typeof(A), .. null])] partial class X;")]
    [InlineData("[Average(typeof(X), null)] partial class X;")]
    [InlineData("[Pretrain(typeof(X), Data = null)] partial class X;")]
    [InlineData("[Pretrain(typeof(X), Data = [null, typeof()])] partial class X;")]
    [InlineData("[Pretrain(Data = new System.Type[] { }, model: typeof(X))] partial class X;")]
    [InlineData("[TextFile(null)] partial class X;")]
    [InlineData("[TextFile(\"x\")] partial class { }")]
    [InlineData("[TextFile(\"x\")] partial")]
    [InlineData("[TextFile(\"x\")] partial interface IX { }")]
    [InlineData("[TextFile(\"x\")] delegate void D();")]
    [InlineData("[TextFile(\"x\")] enum E { }")]
    [InlineData("namespace { [TextFile(\"x\")] partial class X; }")]
    public void MalformedSource_NeverThrows(string source)
    {
        TestRun run = TestProgram.Of("using Solar;\n" + source).Run();

        Assert.Null(run.Result.Exception);
        Assert.DoesNotContain(run.Reported, diagnostic => diagnostic.Id == "SOLAR012");
        Assert.All(run.Reported, diagnostic => Assert.True(diagnostic.Location.IsInSource));
        Assert.True(
            run.Reported.Concat(run.Output.GetDiagnostics()).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), "nobody reports it");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[")]
    [InlineData("- a\n- b\n")]
    [InlineData("models")]
    [InlineData("models: { X: { llama: { hidden_size: &a [*a] } } }")]
    [InlineData("{ name: x, layers: 3\nslices: [")]
    [InlineData("models:\n\tX: {}\n")]
    [InlineData("models: { X: [1, 2], '': {}, Y: 3 }\nmodels: 4\n")]
    public void MalformedYaml_NeverThrows(string yaml)
    {
        TestRun run = TestProgram.OfYaml(yaml).Run();

        Assert.Null(run.Result.Exception);
        Assert.DoesNotContain(run.Reported, diagnostic => diagnostic.Id == "SOLAR012");
        Assert.All(run.Reported, diagnostic => Assert.InRange(diagnostic.Location.SourceSpan.End, 0, yaml.Length));
    }
}
