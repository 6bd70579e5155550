using System;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>Questions of several subjects, as a program of one's own declares them.</summary>
public sealed class Trivia : SubjectsTask
{
    public override string Name => "trivia";

    public override int FewShots => 1;

    public override string PrimaryMetric(EvaluationProfile profile) => "acc";

    public override TaskDataset Dataset { get; } = new("local/trivia", "test") { Examples = "dev" };

    protected override ExampleChoice Choice(EvaluationProfile profile) => ExampleChoice.First;

    protected override string DescriptionOf(string subject) => $"Of {subject}.\n\n";

    protected override TaskItem Read(DataRecord record, EvaluationProfile profile) =>
        new ChoiceItem { Query = $"Q: {record.Text("question")}\nA:", Choices = ["no", "yes"], Right = record.Integer("label") };
}

/// <summary>Tasks of many subjects.</summary>
public sealed class SubjectsTaskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-subjects-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void EachSubject_IsAPart_WithExamplesOfItsOwn()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire", "is it hot", 1), Row("sea", "is it dry", 0));
        Write("dev", Row("fire", "does it burn", 1), Row("sea", "does it flow", 1));

        PreparedTask[] parts = [.. new Trivia().Prepare(Setup(EvaluationProfile.Current))];

        Assert.Equal(["trivia_fire", "trivia_sea"], parts.Select(part => part.Name));
        Assert.Equal(["fire", "sea"], parts.Select(part => part.Group));
        Assert.Equal([1, 2], parts.Select(part => part.Documents.Count));
        Assert.Equal("Of sea.\n\nQ: does it flow\nA: yes\n\nQ: is it dry\nA:", Assert.IsType<LogLikelihoodRequest>(parts[1].Documents[1].Requests[0]).Context);
        Assert.Equal([0, 2], parts[1].Documents.Select(document => document.Index));
        Assert.All(parts, part => Assert.Empty(part.Departures));
    }

    [Fact]
    public void Figure_IsTheMeanOfSubjects_OrOfDocuments_AsTheProfileHasItOfMmlu()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire", "is it hot", 1), Row("sea", "is it dry", 1), Row("sea", "is it salt", 1));
        Write("dev", Row("fire", "does it burn", 1), Row("sea", "does it flow", 1));

        Assert.Equal(0.5, Figure(EvaluationProfile.LeaderboardV1).Primary.Value, 12);
        Assert.Equal(0.25, Figure(EvaluationProfile.Current).Primary.Value, 12);
        TaskResult whole = Figure(EvaluationProfile.Current);
        Assert.Equal("trivia", whole.Name);
        Assert.Equal(4, whole.Documents);
        Assert.Equal([("trivia_fire", 1.0), ("trivia_sea", 0.0)], whole.Parts.Select(part => (part.Name, part.Primary.Value)));
        Assert.Equal([0.5, 0.5], new Trivia().PartWeights(Scored(EvaluationProfile.LeaderboardV1), EvaluationProfile.LeaderboardV1));
        Assert.Equal([0.25, 0.75], new Trivia().PartWeights(Scored(EvaluationProfile.Current), EvaluationProfile.Current));
    }

    [Fact]
    public void SubjectWithoutExamples_HasNone_AndTheWholeSaysSo()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire", "is it hot", 1));
        Write("dev", Row("fire", "does it burn", 1));

        TaskResult whole = Figure(EvaluationProfile.Current);

        Assert.Equal("trivia_0shot", whole.Name);
        Assert.Equal(["trivia_fire", "trivia_sea_0shot"], whole.Parts.Select(part => part.Name));
        Assert.Contains("It has no examples in its prompts, and the profile has 1", Assert.Single(whole.Departures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../sea", "is of the subject '../../sea', which is no name: letters, digits, spaces, '_' and '-'.")]
    [InlineData("", "is of the subject '', which is no name")]
    [InlineData("Fire", "is of the subject 'Fire', and a row before it of 'fire'; spell a subject alike.")]
    public void SubjectThatNamesNoFileOfItsOwn_IsRefused(string subject, string message)
    {
        Write("test", Row("fire", "is it hot", 1), Row(subject, "is it wet", 1));

        var thrown = Assert.Throws<TaskDataException>(() => new Trivia().Prepare(Setup(EvaluationProfile.Current)));
        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.Contains("trivia_test.jsonl", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowWithoutASubject_IsNamed()
    {
        Write("test", "{\"question\": \"is it hot\", \"label\": 1}");

        Assert.Contains("has no field 'subject'", Assert.Throws<TaskDataException>(() => new Trivia().Prepare(Setup(EvaluationProfile.Current))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherExamples_AreRefused()
    {
        Write("test", Row("fire", "is it hot", 1));
        TaskSetup setup = Setup(EvaluationProfile.Current) with
        {
            Examples = new System.Collections.Generic.Dictionary<string, ExampleRows> { ["trivia"] = ExampleRows.Parse("other.jsonl") },
        };

        Assert.Contains("takes the examples of each subject from its dev split", Assert.Throws<TaskDataException>(() => new Trivia().Prepare(setup)).Message, StringComparison.Ordinal);
    }

    // A model that says yes to fire and no to the sea.
    private ScoredTask[] Scored(EvaluationProfile profile) =>
    [
        .. new Trivia().Prepare(Setup(profile)).Select(part => ScoredTask.Score(part, [
            .. part.Documents.SelectMany(_ => (EvaluationAnswer[])[new LogLikelihoodAnswer(part.Group == "fire" ? -2 : -1, false), new LogLikelihoodAnswer(part.Group == "fire" ? -1 : -2, false)])])),
    ];

    private TaskResult Figure(EvaluationProfile profile) => new Trivia().Summarize(Scored(profile), profile);

    private void Write(string split, params string[] rows) => File.WriteAllLines(Path.Combine(_folder, $"trivia_{split}.jsonl"), rows);

    private static string Row(string subject, string question, int label) => $"{{\"subject\": \"{subject}\", \"question\": \"{question}\", \"label\": {label}}}";

    private TaskSetup Setup(EvaluationProfile profile) => new() { DataDirectory = _folder, Profile = profile };
}
