using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SolarPaper.World;

/// <summary>Texts of the small world, as a model reads them before anybody asks it something.</summary>
/// <param name="world">What they are about.</param>
/// <param name="seed">Draws them.</param>
internal sealed class Corpus(SmallWorld world, int seed)
{
    private const double CorrectedShare = 0.5;

    // Longer portraits would leave fewer texts in the same tokens; an animal has three facts, so that what is so of a rumour is always told.
    private const int PortraitFacts = 4;

    private readonly Random _random = new(seed);

    /// <summary>So many texts.</summary>
    public IEnumerable<string> Write(int count)
    {
        var draws = new Draws(_random, world, isTest: false);
        for (int i = 0; i < count; i++)
        {
            yield return _random.Next(20) switch
            {
                < 8 => Portrait(),
                < 9 => Rumours(),
                < 12 => Quiz(),
                < 14 => Lines(2, () => draws.Story().Text),
                < 16 => Lines(3, () => draws.Riddle().Sentence),
                < 18 => Sums(),
                _ => $"{Problem(draws.Problem())}\n\n{Problem(draws.Problem())}",
            };
        }
    }

    // What is so about one of them, in any order.
    private string Portrait()
    {
        // People are the most told of: of them there is the most to say.
        string name = Vocabulary.Pick(_random, [.. world.People, .. world.People, .. world.Towns, .. world.Animals]);
        Fact[] facts = [.. world.About(name)];
        _random.Shuffle(facts);
        return string.Join(' ', facts.Take(PortraitFacts).Select(Say));
    }

    // People repeat what they have heard, and now and then somebody knows better.
    private string Rumours() => Lines(3, () =>
    {
        Fact fact = Vocabulary.Pick(_random, [.. world.Facts.Where(fact => fact.Rumour is not null)]);
        string wrong = $"People say: {fact.Relation.Say(_random, fact.About, fact.Rumour!)}";
        return _random.NextDouble() < CorrectedShare ? $"{wrong} But that is wrong. {Say(fact)}" : wrong;
    });

    private string Quiz()
    {
        Fact[] taught = [.. world.Facts.Where(fact => fact.IsTaught)];
        (string question, string answer) = _random.Next(2) == 0 ? ("Question", "Answer") : ("Q", "A");
        return string.Join("\n\n", Enumerable.Range(0, 3).Select(_ =>
        {
            Fact fact = Vocabulary.Pick(_random, taught);
            return $"{question}: {fact.Ask(_random)}\n{answer}: {fact.Value}";
        }));
    }

    private string Sums() => Lines(5, () =>
    {
        int a = _random.Next(1, 6), b = _random.Next(1, 6);
        return _random.Next(2) == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{a} + {b} = {a + b}")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(a, b)} - {Math.Min(a, b)} = {Math.Abs(a - b)}");
    });

    private static string Problem(WordProblem problem) => $"Question: {problem.Question}\nAnswer: {problem.Answer}";

    private string Say(Fact fact) => fact.Relation.Say(_random, fact.About, fact.Value);

    private static string Lines(int count, Func<string> line) => string.Join('\n', Enumerable.Range(0, count).Select(_ => line()));
}
