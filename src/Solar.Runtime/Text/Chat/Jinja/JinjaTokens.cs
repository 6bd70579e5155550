using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>The tokens of a template, one after another.</summary>
/// <param name="source">The template.</param>
internal sealed class JinjaTokens(string source)
{
    /// <summary>So deep expressions and blocks may stand within each other: beyond, reading one would end the process.</summary>
    private const int MaxDepth = 100;

    private readonly IReadOnlyList<JinjaToken> _tokens = JinjaLexer.Read(source);
    private int _next, _depth;

    /// <summary>The token that comes next.</summary>
    public JinjaToken Current => _tokens[_next];

    /// <summary>The one behind it.</summary>
    public JinjaToken Following => _tokens[_next + 1 < _tokens.Count ? _next + 1 : _next];

    /// <summary>Takes a token.</summary>
    public JinjaToken Take() => _tokens[Current.Kind == JinjaTokenKind.End ? _next : _next++];

    /// <summary>Takes a sign if it comes next.</summary>
    public bool TryTake(string sign)
    {
        bool isNext = Current.Is(sign);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Takes a word if it comes next.</summary>
    public bool TryTakeName(string name)
    {
        bool isNext = Current.IsName(name);
        _next += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Takes a sign that has to come.</summary>
    public void Expect(string sign)
    {
        if (!TryTake(sign))
        {
            throw Unexpected($"'{sign}'");
        }
    }

    /// <summary>Takes a token of a kind that has to come.</summary>
    public JinjaToken Expect(JinjaTokenKind kind, string what) => Current.Kind == kind ? Take() : throw Unexpected(what);

    /// <summary>Goes one level deeper.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Problem(Current.At, $"what stands within each other here is deeper than {MaxDepth} levels");
        }
    }

    /// <summary>Comes back from a level.</summary>
    public void Leave() => _depth--;

    /// <summary>The next token is not what has to come.</summary>
    public JinjaException Unexpected(string expected) => Problem(Current.At, $"{Current} stands where {expected} was expected");

    /// <summary>Something is wrong at a place.</summary>
    public JinjaException Problem(int at, string problem) => new(source, at, problem);
}
