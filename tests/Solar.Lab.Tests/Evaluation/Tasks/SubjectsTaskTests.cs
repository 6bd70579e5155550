using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Running;
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
    public void WithoutTheSplitOfExamples_NoSubjectHasAny_AndTheWholeSaysSo()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire", "is it hot", 1));

        TaskResult whole = Figure(EvaluationProfile.Current);

        Assert.Equal("trivia_0shot", whole.Name);
        Assert.Equal(["trivia_fire_0shot", "trivia_sea_0shot"], whole.Parts.Select(part => part.Name));
        Assert.Contains("split 'dev' of local/trivia was not found", Assert.Single(whole.Departures), StringComparison.Ordinal);
    }

    [Fact]
    public void SubjectWithTooFewExamples_IsNamed()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire", "is it hot", 1));
        Write("dev", Row("fire", "does it burn", 1));

        Assert.Equal(
            "Task trivia wants 1 examples of each subject, and split 'dev' has 0 of 'sea'; add some, or ask for fewer examples.",
            Assert.Throws<TaskDataException>(() => new Trivia().Prepare(Setup(EvaluationProfile.Current))).Message);
    }

    [Theory]
    [InlineData("../../sea", "Task trivia has a part called 'trivia_../../sea_0shot', which names no file")]
    [InlineData("sea\\u0007", "Task trivia has a part called 'trivia_sea?_0shot', which names no file")]
    [InlineData("Fire", "and so has it already, large and small letters alike")]
    public void SubjectThatNamesNoFileOfItsOwn_IsRefused_BeforeAnythingIsAsked(string subject, string message)
    {
        Write("test", Row("fire", "is it hot", 1), Row(subject, "is it wet", 1));
        var run = new EvaluationRun([new Trivia()], Setup(EvaluationProfile.Current)) { SamplesDirectory = Path.Combine(_folder, "samples") };

        Assert.Contains(message, Assert.Throws<TaskDataException>(run.CheckData).Message, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<TaskDataException>(() => run.Measure(new Answerer())).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "samples")));
    }

    [Fact]
    public void ARun_LeavesALogOfEachSubject_AndAPageOfTheirFigures()
    {
        Write("test", Row("sea", "is it wet", 1), Row("fire & flame (hot)", "is it hot", 1), Row("sea", "is it dry", 1));
        Write("dev", Row("fire & flame (hot)", "does it burn", 1), Row("sea", "does it flow", 1));
        string samples = Path.Combine(_folder, "samples");

        EvaluationFigures figures = new EvaluationRun([new Trivia()], Setup(EvaluationProfile.Current)) { SamplesDirectory = samples }.Measure(new Answerer());

        Assert.Equal([0, 2], PairedDifference.Rows(Path.Combine(samples, "trivia_sea.jsonl")));
        Assert.Equal([1], PairedDifference.Rows(Path.Combine(samples, "trivia_fire & flame (hot).jsonl")));
        var result = new EvaluationResult
        {
            Model = "Model",
            Manifest = new EvaluationManifest { Solar = "0.1.0", Profile = "current", Reference = "a harness", ModelHash = "hash", Data = "data", Finished = DateTime.UnixEpoch },
            Figures = figures,
        };
        Assert.Contains("<summary>trivia by its parts</summary>", EvaluationReport.Markdown(Comparison.Of([result]), [result]), StringComparison.Ordinal);
        Assert.Contains("| trivia_sea | 2 | 1.0000 | 0.0000 |", EvaluationReport.Markdown(Comparison.Of([result]), [result]), StringComparison.Ordinal);
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
            Examples = new Dictionary<string, ExampleRows> { ["trivia"] = ExampleRows.Parse("other.jsonl") },
        };

        Assert.Contains("takes the examples of each subject from its own split of them", Assert.Throws<TaskDataException>(() => new Trivia().Prepare(setup)).Message, StringComparison.Ordinal);
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

    // Says yes to all.
    private sealed class Answerer : IRequestAnswerer
    {
        public IReadOnlyList<EvaluationAnswer> Answer(IReadOnlyList<EvaluationRequest> requests, IProgress<AnswerProgress>? progress = null, CancellationToken cancellationToken = default) =>
            [.. requests.Select(request => new LogLikelihoodAnswer(((LogLikelihoodRequest)request).Continuation == " yes" ? -1 : -2, false))];
    }
}
