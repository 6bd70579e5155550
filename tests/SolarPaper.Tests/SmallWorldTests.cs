using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;
using SolarPaper.World;
using SolarPaper.World.Tests;
using Xunit;

namespace SolarPaper.Tests;

/// <summary>The small world's files: what is learnt, and what is asked of who has learnt it.</summary>
public sealed class SmallWorldTests : IDisposable
{
    private static readonly string[] Learnt =
        ["base-text.jsonl", "web-text.jsonl", "alpaca_gpt4.json", "open_orca.jsonl", "math_instruct.jsonl", "ultrafeedback.jsonl", "math_alignment.jsonl"];

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-world-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task SameSeed_SameBytes_AndAnotherSeedOthers()
    {
        string first = await WriteAsync("first", 1), second = await WriteAsync("second", 1), other = await WriteAsync("other", 2);

        Assert.All(new WorldStep(Small(1)).Outputs, file => Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file))));
        Assert.All(Learnt, file => Assert.NotEqual(File.ReadAllText(Path.Combine(first, file)), File.ReadAllText(Path.Combine(other, file))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task WhatTestsAsk_IsInNothingThatIsLearnt(int seed)
    {
        string folder = await WriteAsync("world", new WorldSizes(seed) { Items = 500 });
        string[] learnt = [.. Learnt.Select(file => File.ReadAllText(Path.Combine(folder, file)))];

        foreach (string asked in Asked(folder))
        {
            string written = JsonSerializer.Serialize(asked)[1..^1];
            Assert.DoesNotContain(learnt, text => text.Contains(written, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task HeldOutTexts_AreInNothingThatIsLearnt(int seed)
    {
        string folder = await WriteAsync("held-out", new WorldSizes(seed));
        string[] heldOut = File.ReadAllLines(Path.Combine(folder, "held-out-text.jsonl"));
        HashSet<string> learnt = [.. File.ReadLines(Path.Combine(folder, "base-text.jsonl")), .. File.ReadLines(Path.Combine(folder, "web-text.jsonl"))];

        Assert.Equal(new WorldSizes().HeldOutTexts, heldOut.Length);
        Assert.Equal(heldOut.Length, heldOut.Distinct().Count());
        Assert.DoesNotContain(heldOut, learnt.Contains);
    }

    [Fact]
    public void MoreItemsThanThereCanBe_AreNotWaitedFor() => Assert.InRange(new TestFiles(new SmallWorld(1), 1).Riddles(isTest: true, 5000).Count(), 100, 5000);

    [Fact]
    public async Task WhatTestsAskOfFacts_TextsSay()
    {
        string folder = await WriteAsync("world", 1);
        var world = new SmallWorld(1);
        string texts = File.ReadAllText(Path.Combine(folder, "base-text.jsonl"));

        Assert.All(world.Facts.Where(fact => !fact.IsTaught), fact => Assert.True(
            fact.Relation.Statements.Any(statement => texts.Contains(string.Format(System.Globalization.CultureInfo.InvariantCulture, statement, fact.About, fact.Value), StringComparison.Ordinal)),
            fact.Name));
    }

    [Fact]
    public async Task GuessingHas_OneOfTheChoices()
    {
        string folder = await WriteAsync("world", 1);

        Assert.Equal(WorldTests.Names.Length, WorldTests.Chances.Length);
        foreach ((string test, double chance) in WorldTests.Names.Zip(WorldTests.Chances))
        {
            foreach (JsonElement item in Lines(folder, $"tests/{test}_test.jsonl"))
            {
                int choices = item.TryGetProperty("choices", out JsonElement four) || item.TryGetProperty("answers", out four) ? four.GetArrayLength() : item.TryGetProperty("option2", out _) ? 2 : 0;
                Assert.Equal(chance, choices == 0 ? 0 : 1.0 / choices);
            }
        }
    }

    [Fact]
    public async Task ExamplesAndItems_HaveNothingInCommon()
    {
        string folder = await WriteAsync("world", 1);

        foreach (string test in new[] { "questions", "stories", "knowledge", "riddles", "problems" })
        {
            Assert.Empty(Lines(folder, $"tests/world_{test}_train.jsonl").Select(Subject).Intersect(Lines(folder, $"tests/world_{test}_test.jsonl").Select(Subject)));
        }
    }

    [Fact]
    public async Task RightAnswers_StandAtEveryPlace()
    {
        string folder = await WriteAsync("world", 1);

        foreach (string test in new[] { "questions", "stories", "knowledge" })
        {
            int[] places = [.. Lines(folder, $"tests/world_{test}_test.jsonl").Select(line => line.GetProperty("gold").GetInt32())];
            Assert.Equal([0, 1, 2, 3], places.Distinct().Order());
            Assert.All(Enumerable.Range(0, 4), place => Assert.InRange(places.Count(other => other == place), places.Length / 8, places.Length / 2));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task FiveHundredItems_AreAllDifferent_AndSayWhichFactTheyAsk(int seed)
    {
        string folder = await WriteAsync("full", new WorldSizes(seed) { BaseTexts = 100, WebTexts = 100, Items = 500 });

        foreach (string test in WorldTests.Names)
        {
            string[] items = File.ReadAllLines(Path.Combine(folder, "tests", test + "_test.jsonl"));

            // Eight fields of knowledge have as many each: 63.
            int expected = test == "world_knowledge" ? 504 : 500;
            Assert.True(items.Length == expected, $"{test}: {items.Length} items");
            Assert.Equal(items.Length, items.Distinct().Count());
            Assert.Equal(test is "world_questions" or "world_knowledge" or "world_truths", AskedFacts.Of(folder, test).Distinct().Count() < items.Length);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(120)]
    [InlineData(500)]
    public void Knowledge_IsOfManySubjects_WithAsManyItemsEach(int items)
    {
        var world = new SmallWorld(1);
        string[] subjects = ["colours", "dens", "fairs", "foods", "habits", "music", "sights", "trade"];

        foreach (bool isTest in (bool[])[true, false])
        {
            ILookup<string, JsonElement> asked = new TestFiles(world, 5).Knowledge(isTest, items).Select(item => JsonSerializer.SerializeToElement(item)).ToLookup(item => item.GetProperty("subject").GetString()!);
            Assert.Equal(subjects, asked.Select(subject => subject.Key).Order());
            Assert.Equal(Math.Max(3, (int)Math.Ceiling(items / 8.0)), Assert.Single(asked.Select(subject => subject.Count()).Distinct()));
            Assert.All(asked, subject => Assert.InRange(subject.Select(item => item.GetProperty("fact").GetString()).Distinct().Count(), 3, world.Facts.Count(fact => fact.Relation.Subject == subject.Key) / 2));
        }
    }

    [Fact]
    public void MoreItemsOfKnowledgeThanThereCanBe_AreOfEachSubjectAsManyAsOfTheSmallest()
    {
        int[] counts = [.. new TestFiles(new SmallWorld(1), 5).Knowledge(isTest: true, 5000).GroupBy(item => JsonSerializer.SerializeToElement(item).GetProperty("subject").GetString()).Select(subject => subject.Count())];

        Assert.Equal(8, counts.Length);
        Assert.InRange(Assert.Single(counts.Distinct()), 300, 624);
    }

    [Fact]
    public void NobodyIsCalledByAWordOfTheLanguage()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            var world = new SmallWorld(seed);
            Assert.Empty(((string[])[.. world.People, .. world.Towns, .. world.Animals]).Select(name => name.ToLowerInvariant()).Intersect(Vocabulary.Words));
        }
    }

    [Fact]
    public async Task KnowledgeTest_HasAPartForEachSubject_WithExamplesOfItsOwn()
    {
        string folder = await WriteAsync("world", 1);
        Fact[] facts = [.. new SmallWorld(1).Facts];
        string Field(string question) => facts.Single(fact => fact.Questions.Any(question.Contains)).Relation.Subject;

        IReadOnlyList<PreparedTask> parts = new WorldKnowledge().Prepare(new TaskSetup { DataDirectory = folder, Profile = EvaluationProfile.Current });

        Assert.Equal(["colours", "dens", "fairs", "foods", "habits", "music", "sights", "trade"], parts.Select(part => part.Group));
        foreach (PreparedTask part in parts)
        {
            Assert.Equal($"world_knowledge_{part.Group}", part.Name);
            Assert.Equal(15, part.Documents.Count);
            foreach (PreparedDocument document in part.Documents)
            {
                string[] questions = [.. document.Requests[0].Context.Split('\n').Where(line => line.StartsWith("Q: ", StringComparison.Ordinal))];
                Assert.Equal(4, questions.Length);
                Assert.All(questions, question => Assert.Equal(part.Group, Field(question)));
            }
        }
    }

    [Fact]
    public void Answers_AreRight()
    {
        var world = new SmallWorld(1);
        var random = new Random(7);
        for (int i = 0; i < 200; i++)
        {
            WordProblem problem = WordProblem.Draw(random, world);
            Assert.Equal(problem.IsSum ? problem.Left + problem.Right : problem.Left - problem.Right, problem.Result);
            Assert.InRange(problem.Result, 0, 20);
            Assert.EndsWith($"#### {problem.Result}", problem.Answer, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(\w+) gives \d+ of them to \1\b|^(\w+) has .* \2 gives \2 ", problem.Question);
            Assert.DoesNotContain(" 1 " + problem.Question.Split(" many ")[1].Split(' ')[0], problem.Question, StringComparison.Ordinal);

            Story story = Story.Draw(random, world);
            Assert.Equal(4, story.Ends.Distinct().Count());
            string[] seen = story.Start.Split(' ');
            Assert.Contains($"{seen[^2]} {seen[^1].TrimEnd('.')}", story.Ends[story.Right], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EachKindOfFact_IsTaughtAndAskedInHalves()
    {
        foreach (IGrouping<string, Fact> kind in new SmallWorld(1).Facts.GroupBy(fact => fact.Relation.Subject))
        {
            Assert.Equal(kind.Count() / 2, kind.Count(fact => fact.IsTaught));
        }
    }

    private static WorldSizes Small(int seed) => new(seed) { BaseTexts = 3000, WebTexts = 1000 };

    private Task<string> WriteAsync(string name, int seed) => WriteAsync(name, Small(seed));

    private async Task<string> WriteAsync(string name, WorldSizes sizes)
    {
        string folder = Path.Combine(_folder, name);
        Directory.CreateDirectory(folder);
        await new WorldStep(sizes).RunAsync(folder, new Progress<double>(), CancellationToken.None);
        return folder;
    }

    // Of each item the text that nobody may have seen: a question, the beginning of a story, a sentence up to its gap.
    private static IEnumerable<string> Asked(string folder) =>
        Directory.EnumerateFiles(Path.Combine(folder, "tests"), "*_test.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(file => Lines(folder, Path.Combine("tests", Path.GetFileName(file)))).Select(Subject);

    private static string Subject(JsonElement line) =>
        line.TryGetProperty("question", out JsonElement question) ? question.GetString()!
        : line.TryGetProperty("query", out JsonElement query) ? query.GetString()!
        : line.GetProperty("sentence").GetString()!.Split(" _")[0];

    private static JsonElement[] Lines(string folder, string file) => [.. File.ReadLines(Path.Combine(folder, file)).Select(line => JsonDocument.Parse(line).RootElement)];
}
