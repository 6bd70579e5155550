using System.Reflection;
using Solar.Lab.Compilation;
using Solar.Testing;
using TorchSharp;
using Xunit;

namespace Solar.Lab.Tests.Golden;

/// <summary>Emitted modules, compiled in process from each golden folder's config.json, against the reference implementation.</summary>
public class GoldenTests
{
    public GoldenTests() => torch.set_num_threads(1);

    /// <summary>Each folder with its tolerance from the assets' README.</summary>
    public static TheoryData<string, double> Architectures => new()
    {
        { "llama", 1e-5 },
        { "llama_linear_rope", 1e-5 },
        { "llama3_rope", 1e-5 },
        { "mistral", 1e-5 },
        { "mistral_sw8", 1e-5 },
        { "llama_mha_tied_bias", 3e-5 },
    };

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void LogitsAndHiddenStates_AgreeWithTheReference(string architecture, double tolerance) =>
        Check(nameof(GoldenChecks.LogitsAndHiddenStates), architecture, tolerance);

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void PaddedBatch_AgreesWithTheReference(string architecture, double tolerance) =>
        Check(nameof(GoldenChecks.PaddedBatch), architecture, tolerance);

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void LossAndGradients_AgreeWithTheReference(string architecture, double tolerance) =>
        Check(nameof(GoldenChecks.LossAndGradients), architecture, tolerance);

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void GreedyIds_EqualTheReferences(string architecture, double tolerance)
    {
        Assert.True(tolerance > 0);
        Check(nameof(GoldenChecks.GreedyIds), architecture);
    }

    [SkippableTheory]
    [MemberData(nameof(Architectures))]
    public void FiveOptimizerSteps_AgreeWithTheReference(string architecture, double tolerance)
    {
        Assert.True(tolerance > 0);
        Check(nameof(GoldenChecks.OptimizerSteps), architecture, 1e-4);
    }

    private static void Check(string method, string architecture, params object[] arguments)
    {
        string folder = SolarAssets.Path("golden/" + architecture);
        CompiledProgram program = new InProcessCompiler().Compile(new ProgramSource().AddCheckpoint("Golden", folder));
        MethodInfo check = typeof(GoldenChecks).GetMethod(method, BindingFlags.Public | BindingFlags.Static)!;
        program.Invoke(check, ["Golden"], [folder, .. arguments]);
    }
}
