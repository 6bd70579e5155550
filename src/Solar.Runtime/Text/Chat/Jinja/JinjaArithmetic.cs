using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>What Python's signs do with numbers, texts and lists.</summary>
internal static class JinjaArithmetic
{
    /// <summary>The result.</summary>
    /// <exception cref="JinjaProblem">These values have none.</exception>
    public static object? Of(string sign, object? left, object? right, JinjaBudget budget)
    {
        switch (sign, left, right)
        {
            case ("+", string a, string b):
                budget.Grow((long)a.Length + b.Length);
                return a + b;
            case ("+", List<object?> a, List<object?> b):
                JinjaBudget.List((long)a.Count + b.Count);
                return (List<object?>)[.. a, .. b];
            case ("*", string a, long times):
                budget.Grow(a.Length * Math.Clamp(times, 0, JinjaBudget.MaxText + 1L));
                return string.Concat(Enumerable.Repeat(a, (int)Math.Max(0, times)));
        }

        if (JinjaValues.Number(left) is not { } one || JinjaValues.Number(right) is not { } other)
        {
            throw new JinjaProblem($"{JinjaValues.Kind(left)} {sign} {JinjaValues.Kind(right)} has no meaning");
        }

        return left is double || right is double || sign == "/" || (sign == "**" && other < 0)
            ? Float(sign, one, other)
            : Whole(sign, JinjaValues.Whole(left, "it"), JinjaValues.Whole(right, "it"));
    }

    private static object Float(string sign, double left, double right) => sign switch
    {
        "+" => left + right,
        "-" => left - right,
        "*" => left * right,
        "/" => left / NotZero(right),
        "//" => Math.Floor(left / NotZero(right)),
        "%" => left - (NotZero(right) * Math.Floor(left / right)),
        _ => Math.Pow(left, right),
    };

    private static object Whole(string sign, long left, long right)
    {
        try
        {
            return checked(sign switch
            {
                "+" => left + right,
                "-" => left - right,
                "*" => left * right,
                "//" => (long)Math.Floor((decimal)left / NotZero(right)),
                "%" => left - (NotZero(right) * (long)Math.Floor((decimal)left / right)),
                _ => (long)Math.Pow(left, right) is var power && Math.Abs(Math.Pow(left, right)) < long.MaxValue / 2 ? power : throw new OverflowException(),
            });
        }
        catch (OverflowException)
        {
            throw new JinjaProblem($"{left} {sign} {right} is more than a whole number holds here");
        }
    }

    private static double NotZero(double number) => number != 0 ? number : throw new JinjaProblem("something is divided by 0");

    private static long NotZero(long number) => number != 0 ? number : throw new JinjaProblem("something is divided by 0");
}
