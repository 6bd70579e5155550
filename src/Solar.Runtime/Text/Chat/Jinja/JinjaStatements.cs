using System.Collections.Generic;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>A statement of a template.</summary>
/// <param name="At">Where it begins.</param>
internal abstract record JinjaStatement(int At);

/// <summary>Text as it stands.</summary>
internal sealed record JinjaText(int At, string Text) : JinjaStatement(At);

/// <summary><c>{{ a }}</c>.</summary>
internal sealed record JinjaOutput(int At, JinjaExpression Value) : JinjaStatement(At);

/// <summary><c>if</c>, with its <c>elif</c> and <c>else</c>; the condition of the last is null.</summary>
internal sealed record JinjaIf(int At, IReadOnlyList<(JinjaExpression? Condition, IReadOnlyList<JinjaStatement> Body)> Branches) : JinjaStatement(At);

/// <summary><c>for a, b in items if condition</c>.</summary>
internal sealed record JinjaFor(
    int At, IReadOnlyList<string> Targets, JinjaExpression Items, JinjaExpression? Condition,
    IReadOnlyList<JinjaStatement> Body, IReadOnlyList<JinjaStatement> Otherwise) : JinjaStatement(At);

/// <summary><c>set a = value</c>, <c>set a, b = value</c> or <c>set namespace.a = value</c>.</summary>
internal sealed record JinjaSet(int At, IReadOnlyList<string> Targets, string? Attribute, JinjaExpression Value) : JinjaStatement(At);

/// <summary><c>set a</c> to what is written up to <c>endset</c>, through filters.</summary>
internal sealed record JinjaSetBlock(int At, string Target, IReadOnlyList<JinjaFilter> Filters, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At);

/// <summary><c>filter name</c>: what is written up to <c>endfilter</c>, through filters.</summary>
internal sealed record JinjaFilterBlock(int At, IReadOnlyList<JinjaFilter> Filters, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At);

/// <summary><c>macro name(a, b=value)</c>.</summary>
internal sealed record JinjaMacro(
    int At, string Name, IReadOnlyList<(string Name, JinjaExpression? Default)> Parameters, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At);

/// <summary><c>generation</c>: what the model writes (transformers' own word).</summary>
internal sealed record JinjaGeneration(int At, IReadOnlyList<JinjaStatement> Body) : JinjaStatement(At);

/// <summary><c>break</c> or <c>continue</c>.</summary>
internal sealed record JinjaLeave(int At, bool IsBreak) : JinjaStatement(At);
