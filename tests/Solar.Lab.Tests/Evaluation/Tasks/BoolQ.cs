using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>BoolQ, as a program of one's own declares a task: the example of docs/evaluation.md.</summary>
public sealed class BoolQ : MultipleChoiceTask
{
    public override string Name => "boolq";

    public override int FewShots => 2;

    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    public override TaskDataset Dataset { get; } = new("google/boolq", "validation") { Examples = "train" };

    protected override ChoiceItem Read(DataRecord record, EvaluationProfile profile) => new()
    {
        Query = $"{record.Text("passage")}\nQuestion: {record.Text("question")}?\nAnswer:",
        Choices = ["no", "yes"],
        Right = record.Integer("label"),
    };
}
