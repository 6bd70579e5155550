using System;
using System.Globalization;
using System.Linq;

namespace SolarPaper.World;

/// <summary>A small problem in words, its working and its result.</summary>
/// <param name="Question">The problem.</param>
/// <param name="Left">First number.</param>
/// <param name="Right">Second number.</param>
/// <param name="IsSum">Whether they are added; else the second is taken away.</param>
internal sealed record WordProblem(string Question, int Left, int Right, bool IsSum)
{
    private const int Greatest = 5;

    public int Result => IsSum ? Left + Right : Left - Right;

    /// <summary>Working and result, the result behind four crosses.</summary>
    public string Answer => AnswerOf(Result);

    /// <summary>The same with another result.</summary>
    public string AnswerOf(int result) => string.Create(CultureInfo.InvariantCulture, $"{Left} {(IsSum ? '+' : '-')} {Right} = {result}\n#### {result}");

    /// <summary>A problem that a generator draws.</summary>
    public static WordProblem Draw(Random random, SmallWorld world)
    {
        string first = Vocabulary.Pick(random, world.People), second = Vocabulary.Pick(random, [.. world.People.Where(name => name != first)]), what = Vocabulary.Pick(random, Vocabulary.Counted);
        bool isSum = random.Next(2) == 0;
        int a = random.Next(1, Greatest + 1), b = random.Next(1, Greatest + 1);
        (int left, int right) = isSum || a >= b ? (a, b) : (b, a);
        string change = (isSum, random.Next(2)) switch
        {
            (true, 0) => $"{second} gives {first} {right} more.",
            (true, _) => $"Then {first} finds {right} more.",
            (false, 0) => $"{first} gives {right} of them to {second}.",
            (false, _) => $"Then {first} loses {right} of them.",
        };
        return new WordProblem($"{first} has {left} {(left == 1 ? what[..^1] : what)}. {change} How many {what} does {first} have now?", left, right, isSum);
    }
}
