using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using Xunit;

namespace Solar.Lab.Tests.Evaluation.Tasks;

/// <summary>Where examples are from, and what is said where they are not from where they should be.</summary>
public sealed class ExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-examples-").FullName;

    public ExampleTests()
    {
        Write("winogrande_validation.jsonl", Enumerable.Range(0, 12).Select(Row));
        Write("others.jsonl", Enumerable.Range(100, 8).Select(Row));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("leaderboard-v1")]
    [InlineData("current")]
    public void MissingTrainSplit_GivesNoExamples_AndSaysSo(string profile)
    {
        PreparedTask prepared = Prepare(Setup(profile));

        Assert.Equal("winogrande_0shot", prepared.Name);
        Assert.Equal(0, prepared.FewShots);
        string departure = Assert.Single(prepared.Departures);
        Assert.Contains("no examples in its prompts, and the profile has 5: split 'train' of allenai/winogrande was not found", departure, StringComparison.Ordinal);
        Assert.All(prepared.Documents, document => Assert.Empty(document.FewShots));
        Assert.All(prepared.Documents, document => Assert.DoesNotContain("\n\n", document.Requests[0].Context, StringComparison.Ordinal));
    }

    [Fact]
    public void RowsOfAnotherFile_StandIn_AndTheNameSaysSo()
    {
        PreparedTask prepared = Prepare(Setup("current", "others.jsonl[2..]"));

        Assert.Equal("winogrande_other_examples", prepared.Name);
        Assert.Contains("rows of others.jsonl[2..^0]", Assert.Single(prepared.Departures), StringComparison.Ordinal);
        Assert.Equal(12, prepared.Documents.Count);
        Assert.All(prepared.Documents, document => Assert.All(document.FewShots, index => Assert.InRange(index, 2, 7)));
    }

    [Fact]
    public void RowsOfTheEvaluatedFile_StandIn_AndAreNotEvaluated()
    {
        PreparedTask prepared = Prepare(Setup("leaderboard-v1", "winogrande_validation.jsonl[^5..]"));

        Assert.Equal(Enumerable.Range(0, 7), prepared.Documents.Select(document => document.Index).Order());
        Assert.Equal(12, prepared.Available);
        Assert.All(prepared.Documents, document => Assert.Equal(Enumerable.Range(7, 5), document.FewShots.Order()));
    }

    [Fact]
    public void TheDocumentItself_IsNoExample_WhereTodaysHarnessDrawsOneMore()
    {
        Write("winogrande_train.jsonl", Enumerable.Range(0, 6).Select(Row));
        PreparedTask prepared = Prepare(Setup("current"));

        Assert.Equal("winogrande", prepared.Name);
        Assert.All(prepared.Documents.Take(6), document => Assert.Equal(Enumerable.Range(0, 6).Where(index => index != document.Index), document.FewShots.Order()));
        Assert.All(prepared.Documents.Skip(6), document => Assert.Equal(5, document.FewShots.Count));
    }

    [Fact]
    public void AnotherNumberOfExamples_IsNamedAndSaid()
    {
        Write("winogrande_train.jsonl", Enumerable.Range(100, 9).Select(Row));
        PreparedTask prepared = Prepare(Setup("current") with { FewShots = new Dictionary<string, int> { ["winogrande"] = 3 } });

        Assert.Equal("winogrande_3shot", prepared.Name);
        Assert.Contains("3 examples in its prompts, as asked for; the profile has 5", Assert.Single(prepared.Departures), StringComparison.Ordinal);
        Assert.All(prepared.Documents, document => Assert.Equal(3, document.FewShots.Count));
    }

    [Theory]
    [InlineData("others.jsonl[..4]", "has 4 rows to draw examples from, and 6 are drawn")]
    [InlineData("others.jsonl[9..]", "has 8 rows, of which [9..^0] are none")]
    [InlineData("winogrande_validation.jsonl", "none is left to be evaluated")]
    [InlineData("none.jsonl", "There is no file")]
    public void RowsThatCannotStandIn_AreRefused(string rows, string message) =>
        Assert.Contains(message, Assert.Throws<TaskDataException>(() => Prepare(Setup("current", rows))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a.jsonl", "a.jsonl", 0, 10)]
    [InlineData("a.jsonl[..4]", "a.jsonl", 0, 4)]
    [InlineData("a.jsonl[^2..]", "a.jsonl", 8, 2)]
    [InlineData("a[1].jsonl[2..3]", "a[1].jsonl", 2, 1)]
    public void Rows_AreReadAsWritten(string text, string file, int start, int length)
    {
        ExampleRows rows = ExampleRows.Parse(text);

        Assert.Equal((file, (start, length)), (rows.File, rows.Rows.GetOffsetAndLength(10)));
    }

    [Theory]
    [InlineData("a.jsonl[4]")]
    [InlineData("a.jsonl[-1..]")]
    [InlineData("a.jsonl[..b]")]
    public void RowsThatAreNone_AreRefused(string text) => Assert.Contains("arc_easy.jsonl[..400]", Assert.Throws<FormatException>(() => ExampleRows.Parse(text)).Message, StringComparison.Ordinal);

    // What a blank line inside a sentence does in leaderboard-v1: all before it stays, with the word of the right answer in it.
    [Fact]
    public void BlankLineInASentence_IsTreatedAsLeaderboardV1DoesIt()
    {
        Write("winogrande_validation.jsonl", ["{\"sentence\": \"One.\\n\\nA _ b.\", \"option1\": \"x\", \"option2\": \"y\", \"answer\": \"1\"}"]);

        Assert.Equal(["One.\n\nOne.\n\nA x", "One.\n\nOne.\n\nA y"], Prepare(Setup("leaderboard-v1")).Documents[0].Requests.Select(request => request.Context));
        Assert.Equal(["One.\n\nA x", "One.\n\nA y"], Prepare(Setup("current")).Documents[0].Requests.Select(request => request.Context));
    }

    [Fact]
    public void MmluWithoutItsDevSplit_HasNoExamples_AndSaysSo()
    {
        Write("mmlu_test.jsonl", MmluSubjects.All.Select(subject => $"{{\"question\": \"q\", \"subject\": \"{subject}\", \"choices\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 1}}"));
        IReadOnlyList<PreparedTask> prepared = new Mmlu().Prepare(Setup("leaderboard-v1"));

        Assert.All(prepared, part => Assert.Equal($"hendrycksTest-{part.Group}_0shot", part.Name));
        Assert.All(prepared, part => Assert.Contains("split 'dev' of cais/mmlu was not found", Assert.Single(part.Departures), StringComparison.Ordinal));
        Assert.EndsWith("about anatomy.\n\nq\nA. a\nB. b\nC. c\nD. d\nAnswer:", prepared[1].Documents[0].Requests[0].Context, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mmlu_{0}.jsonl")]
    [InlineData("mmlu/{0}.jsonl")]
    [InlineData("mmlu/all/{0}.jsonl")]
    [InlineData("mmlu/data/{0}.jsonl")]
    public void MmluInOneFile_GivesEachSubjectItsOwnQuestions(string file)
    {
        WriteSubjects("test", place => 1 + (place % 3));
        WriteSubjects("dev", _ => 5);

        IReadOnlyList<PreparedTask> prepared = new Mmlu().Prepare(Setup("leaderboard-v1"));

        Assert.Equal(MmluSubjects.All.Select((_, place) => 1 + (place % 3)), prepared.Select(part => part.Available));
        Assert.All(prepared, part => Assert.All(part.Documents, document => Assert.Equal(6, document.Requests[0].Context.Split($"q of {part.Group}").Length - 1)));

        void WriteSubjects(string split, Func<int, int> count)
        {
            string path = string.Format(CultureInfo.InvariantCulture, file, split);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_folder, path))!);
            Write(path, MmluSubjects.All.SelectMany((subject, place) => Enumerable.Repeat($"{{\"question\": \"q of {subject}\", \"subject\": \"{subject}\", \"choices\": [\"a\", \"b\", \"c\", \"d\"], \"answer\": 1}}", count(place))));
        }
    }

    [Fact]
    public void NoRows_StandInForMmlusExamples()
    {
        TaskSetup setup = Setup("current") with { Examples = new Dictionary<string, ExampleRows> { ["mmlu"] = ExampleRows.Parse("others.jsonl") } };

        Assert.Contains("no other rows stand in", Assert.Throws<TaskDataException>(() => new Mmlu().Prepare(setup)).Message, StringComparison.Ordinal);
    }

    private static string Row(int number) =>
        $"{{\"sentence\": \"Ann {number} met Eve because _ was early.\", \"option1\": \"Ann\", \"option2\": \"Eve\", \"answer\": \"{(number % 2) + 1}\"}}";

    private void Write(string file, IEnumerable<string> rows) => File.WriteAllLines(Path.Combine(_folder, file), rows);

    private static PreparedTask Prepare(TaskSetup setup) => Assert.Single(new Winogrande().Prepare(setup));

    private TaskSetup Setup(string profile, string? examples = null) => new()
    {
        DataDirectory = _folder,
        Profile = EvaluationProfile.Find(profile)!,
        Examples = examples is null ? new Dictionary<string, ExampleRows>() : new Dictionary<string, ExampleRows> { ["winogrande"] = ExampleRows.Parse(examples) },
    };
}
