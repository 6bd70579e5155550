using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Tasks;
using SolarPaper.World;
using SolarPaper.World.Tests;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>The six tests have the forms of H6: what is asked, with which examples before it, and what counts.</summary>
public sealed class WorldTestFormsTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-forms-").FullName;

    public Task InitializeAsync() => new WorldStep(new WorldSizes(1) { BaseTexts = 200, WebTexts = 50, Records = 10, Pairs = 10, HeldOutTexts = 5, Items = 40 }).RunAsync(_folder, new Progress<double>(), CancellationToken.None);

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public void Metrics_AreThoseOfH6()
    {
        EvaluationTask[] tasks = [new WorldQuestions(), new WorldStories(), new WorldKnowledge(), new WorldTruths(), new WorldRiddles(), new WorldProblems()];

        Assert.Equal(WorldTests.Names, tasks.Select(task => task.Name));
        Assert.Equal(["acc_norm", "acc_norm", "acc", "mc2", "acc", "exact_match"], tasks.Select(task => task.PrimaryMetric(EvaluationProfile.Current)));
        Assert.Equal(H6.Tasks(EvaluationProfile.LeaderboardV1).Take(5).Select(task => task.PrimaryMetric(EvaluationProfile.LeaderboardV1)), tasks.Take(5).Select(task => task.PrimaryMetric(EvaluationProfile.Current)));
    }

    [Fact]
    public void Questions_AskForTheAnswer_ByLikelihoodPerCharacter()
    {
        JsonElement[] examples = Lines("world_questions_train"), items = Lines("world_questions_test");
        PreparedTask prepared = Assert.Single(new WorldQuestions().Prepare(Setup));

        string before = string.Concat(examples.Take(3).Select(example => $"Question: {Text(example, "question")}\nAnswer: {Right(example)}\n\n"));
        Assert.Equal(
            items[0].GetProperty("choices").EnumerateArray().Select(choice => new LogLikelihoodRequest($"{before}Question: {Text(items[0], "question")}\nAnswer:", $" {choice.GetString()}")),
            prepared.Documents[0].Requests.Cast<LogLikelihoodRequest>());

        // By the character: what is longer may be less likely.
        Assert.Equal(1, Score(prepared, item => Choices(item).Select(choice => choice == Right(item) ? -0.9 * choice.Length : -1.0 * choice.Length), items, "acc_norm"));
        Assert.Equal(0, Score(prepared, item => Choices(item).Select(choice => choice == Right(item) ? -1.1 * choice.Length : -1.0 * choice.Length), items, "acc_norm"));
    }

    [Fact]
    public void Stories_AskForTheEnd()
    {
        JsonElement[] examples = Lines("world_stories_train"), items = Lines("world_stories_test");
        PreparedTask prepared = Assert.Single(new WorldStories().Prepare(Setup));

        string before = string.Concat(examples.Take(2).Select(example => $"{Text(example, "query")} {Right(example)}\n\n"));
        Assert.Equal(
            items[0].GetProperty("choices").EnumerateArray().Select(choice => new LogLikelihoodRequest(before + Text(items[0], "query"), $" {choice.GetString()}")),
            prepared.Documents[0].Requests.Cast<LogLikelihoodRequest>());
    }

    [Fact]
    public void Truths_CountTheShareOfWhatIsSo()
    {
        JsonElement[] items = Lines("world_truths_test");
        PreparedTask prepared = Assert.Single(new WorldTruths().Prepare(Setup));

        Assert.Equal(0, prepared.FewShots);
        LogLikelihoodRequest[] asked = [.. prepared.Documents[0].Requests.Cast<LogLikelihoodRequest>().Distinct()];
        Assert.All(asked, request => Assert.Equal($"Q: {Text(items[0], "question")}\nA:", request.Context));
        Assert.Equal(items[0].GetProperty("answers").EnumerateArray().Select(answer => $" {answer.GetString()}").Order(), asked.Select(request => request.Continuation).Order());

        // All four as likely: a quarter of it is true. The true one three times as likely as each other: half of it.
        Assert.Equal(0.25, Mc2(-2), 9);
        Assert.Equal(0.5, Mc2(-2 + Math.Log(3)), 9);

        double Mc2(double truth) => ScoredTask.Score(prepared, [
            .. prepared.Documents.Zip(items).SelectMany(pair => pair.First.Requests.Cast<LogLikelihoodRequest>().Select(request =>
                (EvaluationAnswer)new LogLikelihoodAnswer(request.Continuation == $" {pair.Second.GetProperty("answers")[0].GetString()}" ? truth : -2, false)))]).Values("mc2").Average();
    }

    [Fact]
    public void Riddles_AreToldByTheLikelihoodOfWhatFollowsEitherWord()
    {
        JsonElement[] items = Lines("world_riddles_test");
        PreparedTask prepared = Assert.Single(new WorldRiddles().Prepare(Setup));

        LogLikelihoodRequest[] asked = [.. prepared.Documents[0].Requests.Cast<LogLikelihoodRequest>()];
        string[] parts = Text(items[0], "sentence").Split('_');
        Assert.Equal(2, asked.Length);
        Assert.Equal($" {parts[1].Trim()}", Assert.Single(asked.Select(request => request.Continuation).Distinct()));
        Assert.Equal([parts[0] + Text(items[0], "option1"), parts[0] + Text(items[0], "option2")], asked.Select(request => request.Context.Split("\n\n")[^1]));
        Assert.Equal(2, asked[0].Context.Split("\n\n").Length - 1);
    }

    [Fact]
    public void Problems_AreWritten_AndTheNumberBehindFourCrossesCounts()
    {
        JsonElement[] items = Lines("world_problems_test");
        PreparedTask prepared = Assert.Single(new WorldProblems().Prepare(Setup));

        var asked = Assert.IsType<GenerationRequest>(Assert.Single(prepared.Documents[0].Requests));
        Assert.EndsWith($"\n\nQuestion: {Text(items[0], "question")}\nAnswer:", asked.Context, StringComparison.Ordinal);
        Assert.Equal(1, Matches(item => " " + Text(item, "answer")));
        Assert.Equal(0, Matches(item => $" {Text(item, "answer")}1"));
        Assert.Equal(0, Matches(item => " " + Text(item, "answer").Split("####")[0]));

        double Matches(Func<JsonElement, string> write) =>
            ScoredTask.Score(prepared, [.. items.Take(prepared.Documents.Count).Select(item => new GenerationAnswer(write(item)))]).Values("exact_match").Average();
    }

    private static double Score(PreparedTask prepared, Func<JsonElement, IEnumerable<double>> likelihoods, JsonElement[] items, string metric) =>
        ScoredTask.Score(prepared, [.. items.SelectMany(item => likelihoods(item).Select(likelihood => new LogLikelihoodAnswer(likelihood, false)))]).Values(metric).Average();

    private static string[] Choices(JsonElement item) => [.. item.GetProperty("choices").EnumerateArray().Select(choice => choice.GetString()!)];

    private static string Right(JsonElement item) => Choices(item)[item.GetProperty("gold").GetInt32()];

    private static string Text(JsonElement item, string field) => item.GetProperty(field).GetString()!;

    private JsonElement[] Lines(string file) => [.. File.ReadLines(Path.Combine(_folder, "tests", file + ".jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];

    private TaskSetup Setup => new() { DataDirectory = _folder, Profile = EvaluationProfile.Current };
}
