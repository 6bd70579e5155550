using System.Collections.Generic;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace SolarPaper.World.Tests;

/// <summary>As GSM8K is: problems whose solution the model writes, by the number behind four crosses.</summary>
public sealed class WorldProblems : GenerationTask
{
    private const int MaxNewTokens = 24;

    public override string Name => "world_problems";

    public override int FewShots => 2;

    public override TaskDataset Dataset { get; } = WorldTests.Of("world_problems");

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override GenerationItem Read(DataRecord record, EvaluationProfile profile)
    {
        string answer = record.Text("answer");
        return new GenerationItem
        {
            Query = $"Question: {record.Text("question")}\nAnswer:",
            Answer = answer,
            Until = ["\n\n", "Question:"],
            MaxNewTokens = MaxNewTokens,
            Judge = written => new Dictionary<string, double> { ["exact_match"] = Gsm8kAnswers.IsMatch(Gsm8kAnswers.Strict(written), answer) ? 1 : 0 },
        };
    }
}
