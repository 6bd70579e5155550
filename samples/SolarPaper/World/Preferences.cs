using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace SolarPaper.World;

/// <summary>Pairs of a better and a worse answer: one set for each that the paper aligned on.</summary>
/// <param name="world">What they are about.</param>
/// <param name="seed">Draws them.</param>
internal sealed class Preferences(SmallWorld world, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Stands for UltraFeedback: what is so, against what people say or somebody guessed.</summary>
    public IEnumerable<object> Feedback(int count)
    {
        Fact[] taught = [.. world.Facts.Where(fact => fact.IsTaught)];
        Fact[] rumoured = [.. taught.Where(fact => fact.Rumour is not null)];
        return Enumerable.Range(0, count).Select(i =>
        {
            Fact fact = Vocabulary.Pick(_random, i % 2 == 0 ? rumoured : taught);
            string question = fact.Ask(_random);
            return new
            {
                prompt = question,
                prompt_id = i.ToString(CultureInfo.InvariantCulture),
                chosen = Turns(question, fact.Value),
                rejected = Turns(question, SmallWorld.WrongAnswers(_random, fact, 1)[0]),
            };
        });
    }

    /// <summary>Stands for Synth. Math-Alignment: right working, against working that goes wrong.</summary>
    public IEnumerable<object> Math(int count)
    {
        var draws = new Draws(_random, world, isTest: false);
        return Enumerable.Range(0, count).Select(_ =>
        {
            WordProblem problem = draws.Problem();
            int wrong = problem.Result + (_random.Next(2) == 0 || problem.Result < 2 ? 1 : -1) * _random.Next(1, 3);
            WordProblem other = problem with { IsSum = !problem.IsSum };
            bool isMiscounted = _random.Next(2) == 0 || other.Result < 0;
            return new { system = "", question = problem.Question, chosen = problem.Answer, rejected = isMiscounted ? problem.AnswerOf(wrong) : other.Answer };
        });
    }

    private static object[] Turns(string question, string answer) => [new { role = "user", content = question }, new { role = "assistant", content = answer }];
}
