using System;
using System.Collections.Generic;
using System.Linq;

namespace SolarPaper.World;

/// <summary>Records that say how to answer: one set for each that the paper tuned on.</summary>
/// <param name="world">What they are about.</param>
/// <param name="seed">Draws them.</param>
internal sealed class Instructions(SmallWorld world, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Stands for Alpaca-GPT4: short tasks of several kinds.</summary>
    public IEnumerable<object> Alpaca(int count)
    {
        var draws = new Draws(_random, world, isTest: false);
        return Many(count, () =>
        {
            Fact fact = Taught();
            return _random.Next(4) switch
            {
                0 or 1 => new { instruction = fact.Ask(_random), input = "", output = fact.Value },
                2 => new { instruction = "Say whether it is true.", input = Claim(fact, out bool isTrue), output = isTrue ? "Yes." : "No." },
                _ => draws.Story() is var story ? new { instruction = "Go on with the story.", input = story.Start, output = story.Ends[story.Right] } : null!,
            };
        });
    }

    /// <summary>Stands for OpenOrca: questions that are answered in steps, with the name of their task.</summary>
    public IEnumerable<object> Orca(int count)
    {
        var draws = new Draws(_random, world, isTest: false);
        return Many(count, () =>
        {
            Fact fact = Taught();
            Riddle riddle = draws.Riddle();
            return _random.Next(3) switch
            {
                0 => new { id = "flan.0", system_prompt = "You explain.", question = fact.Ask(_random), response = $"{fact.Relation.Say(_random, fact.About, fact.Value)} So the answer is {fact.Value}." },
                1 => new { id = "niv.0", system_prompt = "", question = $"{riddle.Start} ... {riddle.Rest} Who or what?", response = $"{riddle.Options[riddle.Right]}, for: {riddle.Sentence}" },
                _ => new { id = "t0.0", system_prompt = "You explain.", question = $"Is it so that people are wrong about this? {fact.Ask(_random)}", response = fact.Rumour is { } rumour ? $"Yes. Some say {rumour}, but it is {fact.Value}." : $"No. It is {fact.Value}." },
            };
        });
    }

    /// <summary>Stands for Synth. Math-Instruct: problems in words with working and result.</summary>
    public IEnumerable<object> Math(int count)
    {
        var draws = new Draws(_random, world, isTest: false);
        return Many(count, () => draws.Problem() is var problem ? new { question = problem.Question, answer = problem.Answer } : null!);
    }

    /// <summary>A fact that records may ask.</summary>
    private Fact Taught() => Vocabulary.Pick(_random, [.. world.Facts.Where(fact => fact.IsTaught)]);

    private string Claim(Fact fact, out bool isTrue)
    {
        isTrue = _random.Next(2) == 0;
        return fact.Relation.Say(_random, fact.About, isTrue ? fact.Value : SmallWorld.WrongAnswers(_random, fact, 1)[0]);
    }

    private static IEnumerable<object> Many<T>(int count, Func<T> one)
        where T : class => Enumerable.Range(0, count).Select(_ => one());
}
