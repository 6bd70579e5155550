using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As MMLU is: the mean of many fields of knowledge. A small model does not learn to name a letter for an answer, so the answers themselves are scored.</summary>
public sealed class WorldKnowledge : SubjectsTask
{
    /// <summary>Examples in a prompt, which each field has to have.</summary>
    internal const int Examples = 3;

    public override string Name => "world_knowledge";

    public override int FewShots => Examples;

    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_knowledge");

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override TaskItem Read(DataRecord record, EvaluationProfile profile) =>
        new ChoiceItem { Query = $"Q: {record.Text("question")}\nA:", Choices = record.Texts("choices"), Right = record.Integer("gold") };
}
