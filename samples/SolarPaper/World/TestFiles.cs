using System;
using System.Collections.Generic;
using System.Linq;
using SolarPaper.World.Tests;

namespace SolarPaper.World;

/// <summary>The items of six tests in the forms of H6, and those of the examples that go before them.</summary>
/// <param name="world">What they ask.</param>
/// <param name="seed">Draws them.</param>
internal sealed class TestFiles(SmallWorld world, int seed)
{
    private static readonly string[] Asked = ["homes", "works", "regions"];

    // More items than there can be are not waited for.
    private const int GreatestDraws = 20;

    private readonly Random _random = new(seed);

    /// <summary>In ARC's form: questions with four answers.</summary>
    public IEnumerable<object> Questions(bool isTest, int count) =>
        Facts(fact => Asked.Contains(fact.Relation.Subject) && fact.IsTaught != isTest, count).Select(Choices);

    /// <summary>In HellaSwag's form: four ends of a story.</summary>
    public IEnumerable<object> Stories(bool isTest, int count)
    {
        var draws = new Draws(_random, world, isTest);
        return Unique(count, () => draws.Story(), story => story.Start).Select(story => new { query = story.Start, choices = story.Ends, gold = story.Right });
    }

    /// <summary>In MMLU's form: fields of knowledge, each with as many questions of its own.</summary>
    /// <param name="isTest">Whether they are the items, or the examples before them.</param>
    /// <param name="count">How many at least; each field has as many more as make them alike.</param>
    public IEnumerable<object> Knowledge(bool isTest, int count)
    {
        string[] subjects = [.. world.Facts.Where(fact => fact.Rumour is null).Select(fact => fact.Relation.Subject).Distinct().Except(Asked)];
        int each = Math.Max(WorldKnowledge.Examples, (count + subjects.Length - 1) / subjects.Length);
        (Fact, string, string[])[][] items = [.. subjects.Select(subject => Facts(fact => fact.Relation.Subject == subject && fact.IsTaught != isTest, each).ToArray())];

        // A small field has not as many different questions as may be asked for: then no other has more.
        return items.SelectMany(own => own.Take(items.Min(other => other.Length))).Select(Choices);
    }

    /// <summary>In TruthfulQA's form: one true answer and several that are not, what people say among them.</summary>
    public IEnumerable<object> Truths(int count) => Facts(fact => fact.Rumour is not null && !fact.IsTaught, count).Select(item => new
    {
        fact = item.Fact.Name,
        question = item.Question,
        answers = (string[])[item.Fact.Value, .. item.Wrong],
        labels = (int[])[1, 0, 0, 0],
    });

    /// <summary>In Winogrande's form: one sentence with two words in its gap.</summary>
    public IEnumerable<object> Riddles(bool isTest, int count)
    {
        var draws = new Draws(_random, world, isTest);
        return Unique(count, () => draws.Riddle(), riddle => riddle.Sentence)
            .Select(riddle => new { sentence = $"{riddle.Start} _ {riddle.Rest}", option1 = riddle.Options[0], option2 = riddle.Options[1], answer = riddle.Right + 1 });
    }

    /// <summary>In GSM8K's form: problems in words.</summary>
    public IEnumerable<object> Problems(bool isTest, int count)
    {
        var draws = new Draws(_random, world, isTest);
        return Unique(count, () => draws.Problem(), problem => problem.Question).Select(problem => new { question = problem.Question, answer = problem.Answer });
    }

    private object Choices((Fact Fact, string Question, string[] Wrong) item)
    {
        string[] choices = [item.Fact.Value, .. item.Wrong];
        int gold = _random.Next(choices.Length);
        (choices[0], choices[gold]) = (choices[gold], choices[0]);
        return new { fact = item.Fact.Name, subject = item.Fact.Relation.Subject, question = item.Question, choices, gold };
    }

    // Of few facts several items are made: asked otherwise, or with other wrong answers. Each says of which fact it is, since their errors are not independent.
    private IEnumerable<(Fact Fact, string Question, string[] Wrong)> Facts(Func<Fact, bool> isWanted, int count)
    {
        Fact[] wanted = [.. world.Facts.Where(isWanted)];
        _random.Shuffle(wanted);
        var made = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; made.Count < count && i < GreatestDraws * count; i++)
        {
            Fact fact = wanted[i % wanted.Length];
            string question = fact.Ask(_random);
            string[] wrong = SmallWorld.WrongAnswers(_random, fact, 3);
            if (made.Add($"{question} {string.Join(' ', wrong.Order(StringComparer.Ordinal))}"))
            {
                yield return (fact, question, wrong);
            }
        }
    }

    private static T[] Unique<T>(int count, Func<T> draw, Func<T, string> text) =>
        [.. Enumerable.Range(0, GreatestDraws * count).Select(_ => draw()).DistinctBy(text).Take(count)];
}
