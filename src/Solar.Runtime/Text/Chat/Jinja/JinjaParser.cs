using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Reads a template into statements.</summary>
internal sealed class JinjaParser
{
    private static readonly string[] Known = ["if", "for", "set", "macro", "filter", "generation", "break", "continue", "raw"];

    private readonly JinjaTokens _tokens;
    private readonly JinjaExpressionParser _expressions;
    private int _loops;

    private JinjaParser(string source)
    {
        _tokens = new JinjaTokens(source);
        _expressions = new JinjaExpressionParser(_tokens);
    }

    /// <summary>The statements of a template.</summary>
    /// <param name="source">The template, with line ends as one character.</param>
    /// <exception cref="JinjaException">It is none, or has what is not known here.</exception>
    public static IReadOnlyList<JinjaStatement> Read(string source)
    {
        JinjaParser parser = new(source);
        IReadOnlyList<JinjaStatement> body = parser.ReadBody();
        return parser._tokens.Current.Kind == JinjaTokenKind.End ? body
            : throw parser._tokens.Problem(parser._tokens.Following.At, $"{parser._tokens.Following} ends no block that is open");
    }

    // Up to a block that does not begin a statement: it ends the one that this is the body of.
    private List<JinjaStatement> ReadBody()
    {
        _tokens.Enter();
        List<JinjaStatement> body = [];
        while (true)
        {
            JinjaToken token = _tokens.Current;
            switch (token.Kind)
            {
                case JinjaTokenKind.Text:
                    body.Add(new JinjaText(token.At, _tokens.Take().Text));
                    break;
                case JinjaTokenKind.OutputBegin:
                    _tokens.Take();
                    body.Add(new JinjaOutput(token.At, _expressions.ReadTuple()));
                    _tokens.Expect(JinjaTokenKind.OutputEnd, "'}}'");
                    break;
                case JinjaTokenKind.BlockBegin when !IsEnd(_tokens.Following):
                    _tokens.Take();
                    body.Add(ReadStatement());
                    break;
                default:
                    _tokens.Leave();
                    return body;
            }
        }
    }

    private static bool IsEnd(JinjaToken word) =>
        word.Kind == JinjaTokenKind.Name && (word.Text is "else" or "elif" || word.Text.StartsWith("end", StringComparison.Ordinal));

    private JinjaStatement ReadStatement()
    {
        JinjaToken word = _tokens.Expect(JinjaTokenKind.Name, "the word of a block");
        return word.Text switch
        {
            "if" => ReadIf(word.At),
            "for" => ReadFor(word.At),
            "set" => ReadSet(word.At),
            "macro" => ReadMacro(word.At),
            "filter" => ReadFilterBlock(word.At),
            "generation" => ReadGeneration(word.At),
            "break" or "continue" => ReadLeave(word),
            _ => throw _tokens.Problem(word.At, $"block '{word.Text}' is not known here; known are {string.Join(", ", Known)}"),
        };
    }

    private JinjaIf ReadIf(int at)
    {
        List<(JinjaExpression?, IReadOnlyList<JinjaStatement>)> branches = [];
        JinjaExpression? condition = _expressions.ReadTuple();
        while (true)
        {
            EndTag();
            branches.Add((condition, ReadBody()));
            switch (EndWord("if", at, condition is null ? ["endif"] : ["elif", "else", "endif"]))
            {
                case "elif":
                    condition = _expressions.ReadTuple();
                    break;
                case "else":
                    condition = null;
                    break;
                default:
                    EndTag();
                    return new JinjaIf(at, branches);
            }
        }
    }

    private JinjaFor ReadFor(int at)
    {
        IReadOnlyList<string> targets = ReadTargets();
        if (!_tokens.TryTakeName("in"))
        {
            throw _tokens.Unexpected("'in'");
        }

        JinjaExpression items = _expressions.ReadOr();
        JinjaExpression? condition = _tokens.TryTakeName("if") ? _expressions.ReadOr() : null;
        if (_tokens.Current.IsName("recursive"))
        {
            throw _tokens.Problem(_tokens.Current.At, "loops that call themselves ('recursive') are not known here");
        }

        EndTag();
        _loops++;
        List<JinjaStatement> body = ReadBody();
        _loops--;
        List<JinjaStatement> otherwise = [];
        if (EndWord("for", at, ["else", "endfor"]) == "else")
        {
            EndTag();
            otherwise = ReadBody();
            EndWord("for", at, ["endfor"]);
        }

        EndTag();
        return new JinjaFor(at, targets, items, condition, body, otherwise);
    }

    private List<string> ReadTargets()
    {
        bool isEnclosed = _tokens.TryTake("(");
        List<string> targets = [_tokens.Expect(JinjaTokenKind.Name, "a name").Text];
        while (_tokens.TryTake(","))
        {
            targets.Add(_tokens.Expect(JinjaTokenKind.Name, "a name").Text);
        }

        if (isEnclosed)
        {
            _tokens.Expect(")");
        }

        return targets;
    }

    private JinjaStatement ReadSet(int at)
    {
        IReadOnlyList<string> targets = ReadTargets();
        string? attribute = targets.Count == 1 && _tokens.TryTake(".") ? _tokens.Expect(JinjaTokenKind.Name, "a name").Text : null;
        if (_tokens.TryTake("="))
        {
            JinjaExpression value = _expressions.ReadTuple();
            EndTag();
            return new JinjaSet(at, targets, attribute, value);
        }

        if (targets.Count > 1 || attribute is not null)
        {
            throw _tokens.Unexpected("'='");
        }

        IReadOnlyList<JinjaFilter> filters = _tokens.TryTake("|") ? _expressions.ReadFilters() : [];
        return new JinjaSetBlock(at, targets[0], filters, ReadBlock("set", at));
    }

    private JinjaMacro ReadMacro(int at)
    {
        string name = _tokens.Expect(JinjaTokenKind.Name, "the name of the macro").Text;
        _tokens.Expect("(");
        List<(string, JinjaExpression?)> parameters = [];
        while (!_tokens.TryTake(")"))
        {
            string parameter = _tokens.Expect(JinjaTokenKind.Name, "the name of a parameter").Text;
            parameters.Add((parameter, _tokens.TryTake("=") ? _expressions.Read() : null));
            if (!_tokens.Current.Is(")"))
            {
                _tokens.Expect(",");
            }
        }

        int loops = _loops;
        _loops = 0;
        IReadOnlyList<JinjaStatement> body = ReadBlock("macro", at);
        _loops = loops;
        return new JinjaMacro(at, name, parameters, body);
    }

    private JinjaFilterBlock ReadFilterBlock(int at)
    {
        IReadOnlyList<JinjaFilter> filters = _expressions.ReadFilters();
        return new JinjaFilterBlock(at, filters, ReadBlock("filter", at));
    }

    private JinjaGeneration ReadGeneration(int at) => new(at, ReadBlock("generation", at));

    private JinjaLeave ReadLeave(JinjaToken word)
    {
        EndTag();
        return _loops > 0 ? new JinjaLeave(word.At, word.Text == "break") : throw _tokens.Problem(word.At, $"'{word.Text}' stands in no loop");
    }

    private List<JinjaStatement> ReadBlock(string word, int at)
    {
        EndTag();
        List<JinjaStatement> body = ReadBody();
        EndWord(word, at, ["end" + word]);
        EndTag();
        return body;
    }

    private string EndWord(string block, int at, string[] expected)
    {
        if (_tokens.Current.Kind == JinjaTokenKind.End)
        {
            throw _tokens.Problem(at, $"'{block}' does not end; '{{% {expected[^1]} %}}' is missing");
        }

        _tokens.Take();
        JinjaToken word = _tokens.Take();
        return expected.Contains(word.Text) ? word.Text : throw _tokens.Problem(word.At, $"'{word.Text}' stands where '{expected[^1]}' was expected");
    }

    private void EndTag() => _tokens.Expect(JinjaTokenKind.BlockEnd, "'%}'");
}
