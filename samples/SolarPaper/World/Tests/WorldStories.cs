using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As HellaSwag is: how a story goes on, by likelihood per character.</summary>
public sealed class WorldStories : MultipleChoiceTask
{
    public override string Name => "world_stories";

    public override int FewShots => 2;

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_stories");

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override ChoiceItem Read(DataRecord record, EvaluationProfile profile) =>
        new() { Query = record.Text("query"), Choices = record.Texts("choices"), Right = record.Integer("gold") };
}
