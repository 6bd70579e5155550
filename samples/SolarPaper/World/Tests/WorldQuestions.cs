using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As ARC is: questions with four answers, by likelihood per character.</summary>
public sealed class WorldQuestions : MultipleChoiceTask
{
    public override string Name => "world_questions";

    public override int FewShots => 3;

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_questions");

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override ChoiceItem Read(DataRecord record, EvaluationProfile profile) =>
        new() { Query = $"Question: {record.Text("question")}\nAnswer:", Choices = record.Texts("choices"), Right = record.Integer("gold") };
}
