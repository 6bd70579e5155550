using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>An expression of a template.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record JinjaExpression(int At);

/// <summary>A text, number, truth value or none.</summary>
internal sealed record JinjaLiteral(int At, object? Value) : JinjaExpression(At);

/// <summary>The value of a name.</summary>
internal sealed record JinjaName(int At, string Name) : JinjaExpression(At);

/// <summary><c>[a, b]</c> or <c>(a, b)</c>.</summary>
internal sealed record JinjaListOf(int At, IReadOnlyList<JinjaExpression> Items) : JinjaExpression(At);

/// <summary><c>{a: b}</c>.</summary>
internal sealed record JinjaDictOf(int At, IReadOnlyList<(JinjaExpression Key, JinjaExpression Value)> Items) : JinjaExpression(At);

/// <summary><c>a.name</c>.</summary>
internal sealed record JinjaAttribute(int At, JinjaExpression Of, string Name) : JinjaExpression(At);

/// <summary><c>a[key]</c>.</summary>
internal sealed record JinjaItem(int At, JinjaExpression Of, JinjaExpression Key) : JinjaExpression(At);

/// <summary><c>a[start:stop:step]</c>.</summary>
internal sealed record JinjaSlice(int At, JinjaExpression Of, JinjaExpression? Start, JinjaExpression? Stop, JinjaExpression? Step) : JinjaExpression(At);

/// <summary><c>f(a, name=b)</c>.</summary>
internal sealed record JinjaCall(int At, JinjaExpression Function, JinjaArguments Arguments) : JinjaExpression(At);

/// <summary><c>a | name(b)</c>.</summary>
internal sealed record JinjaFilter(int At, JinjaExpression Of, string Name, JinjaArguments Arguments) : JinjaExpression(At);

/// <summary><c>a is name(b)</c>.</summary>
internal sealed record JinjaTest(int At, JinjaExpression Of, string Name, JinjaArguments Arguments) : JinjaExpression(At);

/// <summary><c>not a</c>, <c>-a</c> or <c>+a</c>.</summary>
internal sealed record JinjaUnary(int At, string Sign, JinjaExpression Of) : JinjaExpression(At);

/// <summary>Two values and what stands between them.</summary>
internal sealed record JinjaBinary(int At, string Sign, JinjaExpression Left, JinjaExpression Right) : JinjaExpression(At);

/// <summary><c>a if condition else b</c>.</summary>
internal sealed record JinjaChoice(int At, JinjaExpression Condition, JinjaExpression Then, JinjaExpression? Else) : JinjaExpression(At);

/// <summary>What is passed to a function, filter or test.</summary>
internal sealed record JinjaArguments(IReadOnlyList<JinjaExpression> Positional, IReadOnlyList<(string Name, JinjaExpression Value)> Named)
{
    /// <summary>None.</summary>
    public static JinjaArguments None { get; } = new([], []);
}
