using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As Winogrande is: which of two words is meant, by the likelihood of what follows them.</summary>
public sealed class WorldRiddles : DatasetTask
{
    public override string Name => "world_riddles";

    public override int FewShots => 2;

    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_riddles");

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override TaskItem Read(DataRecord record, EvaluationProfile profile)
    {
        string[] parts = record.Text("sentence").Split('_');
        int right = record.Integer("answer") - 1;
        string[] starts = [parts[0] + record.Text("option1"), parts[0] + record.Text("option2")];
        return new FilledGapItem { Query = starts[right], Starts = starts, Rest = parts[1].Trim(), Right = right };
    }
}
