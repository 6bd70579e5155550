using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As TruthfulQA is: the share of what is so in the likelihood of all answers, what people say among them.</summary>
public sealed class WorldTruths : DatasetTask
{
    public override string Name => "world_truths";

    public override string PrimaryMetric(EvaluationProfile profile) => "mc2";

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_truths", hasExamples: false);

    protected override TaskItem Read(DataRecord record, EvaluationProfile profile)
    {
        TrueAnswersItem.Answer[] answers = [.. record.Texts("answers").Zip(record.Integers("labels"), (text, label) => new TrueAnswersItem.Answer(text, label == 1))];
        return new TrueAnswersItem { Query = $"Q: {record.Text("question")}\nA:", One = answers, Many = answers, TrueAnswers = TrueAnswers.Labelled };
    }
}
