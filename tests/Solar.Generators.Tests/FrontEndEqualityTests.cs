using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Generators.Tests.Harness;
using Solar.Generators.Tests.Incremental;
using Solar.Generators.Tests.Inputs;
using Solar.Plans;
using Solar.Specs;
using Xunit;

namespace Solar.Generators.Tests;

/// <summary>YAML is an equal front end, not a lesser one.</summary>
public class FrontEndEqualityTests
{
    [Fact]
    public void SameProgram_GivesTheSameFiles()
    {
        Assert.Equal(Sorted(SnapshotInputs.PaperInCSharp.Run().Files), Sorted(SnapshotInputs.PaperInYaml.Run().Files));
    }

    [Fact]
    public void SameProgram_GivesTheSamePlans()
    {
        JoinedProgram left = Joined(SnapshotInputs.PaperInCSharp), right = Joined(SnapshotInputs.PaperInYaml);

        Assert.Equal(Models(left), Models(right));
        Assert.Equal(Stages(left), Stages(right));
        Assert.Equal(Merges(left), Merges(right));
        Assert.Equal(Sorted(left.Datasets), Sorted(right.Datasets));
    }

    private static JoinedProgram Joined(TestProgram program) =>
        (JoinedProgram)program.Run().Outputs(TrackingNames.Joined).Single().Value;

    // How a name was written differs from front end to front end; what it means is in the plan.
    private static ModelPlan[] Models(JoinedProgram program) =>
    [
        .. program.Models.Select(plan => plan with
        {
            Declaration = plan.Declaration with { InitializeFrom = null, Recipe = null },
        }).OrderBy(plan => plan.Declaration.Name.FullName),
    ];

    private static StagePlan[] Stages(JoinedProgram program) =>
    [
        .. program.Stages.Select(plan => plan with
        {
            Declaration = plan.Declaration with { Model = NameReference.Full(""), Data = default },
        }).OrderBy(plan => plan.Declaration.Name.FullName),
    ];

    private static MergePlan[] Merges(JoinedProgram program) =>
        [.. program.Merges.Select(plan => plan with { Declaration = plan.Declaration with { Inputs = default } })];

    private static DatasetPlan[] Sorted(IEnumerable<DatasetPlan> plans) => [.. plans.OrderBy(plan => plan.Declaration.Name.FullName)];

    private static (string HintName, string Text)[] Sorted(IEnumerable<(string HintName, string Text)> files) => [.. files.OrderBy(file => file.HintName)];
}
