using System.Collections.Generic;
using System.Globalization;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>Reads expressions, with Jinja's order of operations.</summary>
/// <param name="tokens">The template's tokens.</param>
internal sealed class JinjaExpressionParser(JinjaTokens tokens)
{
    /// <summary>An expression, <c>a if b else c</c> included.</summary>
    public JinjaExpression Read()
    {
        tokens.Enter();
        JinjaExpression value = ReadOr();
        while (tokens.Current.IsName("if"))
        {
            int at = tokens.Take().At;
            JinjaExpression condition = ReadOr();
            value = new JinjaChoice(at, condition, value, tokens.TryTakeName("else") ? Read() : null);
        }

        tokens.Leave();
        return value;
    }

    /// <summary>An expression, or several with commas between them, which are a list.</summary>
    public JinjaExpression ReadTuple()
    {
        JinjaExpression first = Read();
        if (!tokens.Current.Is(","))
        {
            return first;
        }

        List<JinjaExpression> items = [first];
        while (tokens.TryTake(",") && tokens.Current.Kind is not (JinjaTokenKind.BlockEnd or JinjaTokenKind.OutputEnd))
        {
            items.Add(Read());
        }

        return new JinjaListOf(first.At, items);
    }

    /// <summary>An expression without a condition behind it, as of <c>for … in items if condition</c>.</summary>
    public JinjaExpression ReadOr()
    {
        JinjaExpression left = ReadAnd();
        while (tokens.Current.IsName("or"))
        {
            left = new JinjaBinary(tokens.Take().At, "or", left, ReadAnd());
        }

        return left;
    }

    /// <summary><c>name(a) | …</c>: filters without what they are applied to.</summary>
    public IReadOnlyList<JinjaFilter> ReadFilters()
    {
        List<JinjaFilter> filters = [];
        do
        {
            JinjaToken name = tokens.Expect(JinjaTokenKind.Name, "the name of a filter");
            filters.Add(new JinjaFilter(name.At, new JinjaLiteral(name.At, null), name.Text, tokens.Current.Is("(") ? ReadArguments() : JinjaArguments.None));
        }
        while (tokens.TryTake("|"));

        return filters;
    }

    private JinjaExpression ReadAnd()
    {
        JinjaExpression left = ReadNot();
        while (tokens.Current.IsName("and"))
        {
            left = new JinjaBinary(tokens.Take().At, "and", left, ReadNot());
        }

        return left;
    }

    private JinjaExpression ReadNot()
    {
        if (!tokens.Current.IsName("not"))
        {
            return ReadComparison();
        }

        tokens.Enter();
        JinjaExpression value = new JinjaUnary(tokens.Take().At, "not", ReadNot());
        tokens.Leave();
        return value;
    }

    // a < b < c is a < b and b < c.
    private JinjaExpression ReadComparison()
    {
        JinjaExpression left = ReadSum();
        JinjaExpression? all = null;
        while (Comparison() is { } sign)
        {
            int at = tokens.Current.At;
            JinjaExpression right = ReadSum();
            JinjaExpression one = new JinjaBinary(at, sign, left, right);
            all = all is null ? one : new JinjaBinary(at, "and", all, one);
            left = right;
        }

        return all ?? left;
    }

    private string? Comparison()
    {
        if (tokens.Current.Kind == JinjaTokenKind.Operator && tokens.Current.Text is "==" or "!=" or "<" or "<=" or ">" or ">=")
        {
            return tokens.Take().Text;
        }

        if (tokens.TryTakeName("in"))
        {
            return "in";
        }

        if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
        {
            tokens.Take();
            tokens.Take();
            return "not in";
        }

        return null;
    }

    private JinjaExpression ReadSum()
    {
        JinjaExpression left = ReadJoined();
        while (tokens.Current.Is("+") || tokens.Current.Is("-"))
        {
            JinjaToken sign = tokens.Take();
            left = new JinjaBinary(sign.At, sign.Text, left, ReadJoined());
        }

        return left;
    }

    private JinjaExpression ReadJoined()
    {
        JinjaExpression left = ReadProduct();
        while (tokens.Current.Is("~"))
        {
            left = new JinjaBinary(tokens.Take().At, "~", left, ReadProduct());
        }

        return left;
    }

    private JinjaExpression ReadProduct()
    {
        JinjaExpression left = ReadSigned();
        while (tokens.Current.Kind == JinjaTokenKind.Operator && tokens.Current.Text is "*" or "/" or "//" or "%" or "**")
        {
            JinjaToken sign = tokens.Take();
            left = new JinjaBinary(sign.At, sign.Text, left, ReadSigned());
        }

        return left;
    }

    // A filter behind -a is one of all of it.
    private JinjaExpression ReadSigned(bool withTests = true)
    {
        if (!tokens.Current.Is("-") && !tokens.Current.Is("+"))
        {
            return ReadSuffixes(ReadPrimary(), withTests);
        }

        tokens.Enter();
        JinjaToken sign = tokens.Take();
        JinjaExpression value = new JinjaUnary(sign.At, sign.Text, ReadSigned(withTests: false));
        tokens.Leave();
        return withTests ? ReadSuffixes(value, withTests) : value;
    }

    // What stands behind a value: .name, [key], (arguments), | filter, is test.
    private JinjaExpression ReadSuffixes(JinjaExpression value, bool withTests)
    {
        for (int count = 0; ; count++)
        {
            int at = tokens.Current.At;
            if (count > 100)
            {
                throw tokens.Problem(at, "more than 100 steps stand behind one value");
            }

            if (tokens.TryTake("."))
            {
                JinjaToken name = tokens.Current.Kind == JinjaTokenKind.Integer ? tokens.Take() : tokens.Expect(JinjaTokenKind.Name, "a name");
                value = name.Kind == JinjaTokenKind.Integer
                    ? new JinjaItem(name.At, value, new JinjaLiteral(name.At, Whole(name)))
                    : new JinjaAttribute(name.At, value, name.Text);
            }
            else if (tokens.TryTake("["))
            {
                value = ReadSubscript(value, at);
            }
            else if (tokens.Current.Is("("))
            {
                value = new JinjaCall(at, value, ReadArguments());
            }
            else if (withTests && tokens.TryTake("|"))
            {
                JinjaToken name = tokens.Expect(JinjaTokenKind.Name, "the name of a filter");
                value = new JinjaFilter(name.At, value, name.Text, tokens.Current.Is("(") ? ReadArguments() : JinjaArguments.None);
            }
            else if (withTests && tokens.TryTakeName("is"))
            {
                value = ReadTest(value);
            }
            else
            {
                return value;
            }
        }
    }

    private JinjaExpression ReadTest(JinjaExpression value)
    {
        bool isNot = tokens.TryTakeName("not");
        JinjaToken name = tokens.Expect(JinjaTokenKind.Name, "the name of a test");
        JinjaArguments arguments = JinjaArguments.None;
        if (tokens.Current.Is("("))
        {
            arguments = ReadArguments();
        }
        else if (tokens.Current.Kind is JinjaTokenKind.String or JinjaTokenKind.Integer or JinjaTokenKind.Float
            || (tokens.Current.Kind == JinjaTokenKind.Name && tokens.Current.Text is not ("and" or "or" or "not" or "if" or "else" or "in" or "is")))
        {
            // x is divisibleby 3
            arguments = new JinjaArguments([ReadSuffixes(ReadPrimary(), withTests: false)], []);
        }

        JinjaExpression test = new JinjaTest(name.At, value, name.Text, arguments);
        return isNot ? new JinjaUnary(name.At, "not", test) : test;
    }

    private JinjaExpression ReadSubscript(JinjaExpression value, int at)
    {
        JinjaExpression? start = tokens.Current.Is(":") ? null : Read();
        if (start is not null && tokens.TryTake("]"))
        {
            return new JinjaItem(at, value, start);
        }

        tokens.Expect(":");
        JinjaExpression? stop = tokens.Current.Is(":") || tokens.Current.Is("]") ? null : Read();
        JinjaExpression? step = tokens.TryTake(":") && !tokens.Current.Is("]") ? Read() : null;
        tokens.Expect("]");
        return new JinjaSlice(at, value, start, stop, step);
    }

    private JinjaArguments ReadArguments()
    {
        tokens.Expect("(");
        List<JinjaExpression> positional = [];
        List<(string, JinjaExpression)> named = [];
        while (!tokens.TryTake(")"))
        {
            if (tokens.Current.Kind == JinjaTokenKind.Name && tokens.Following.Is("="))
            {
                string name = tokens.Take().Text;
                tokens.Take();
                named.Add((name, Read()));
            }
            else
            {
                positional.Add(Read());
            }

            if (!tokens.Current.Is(")"))
            {
                tokens.Expect(",");
            }
        }

        return new JinjaArguments(positional, named);
    }

    private JinjaExpression ReadPrimary()
    {
        JinjaToken token = tokens.Take();
        switch (token.Kind)
        {
            case JinjaTokenKind.String:
                string text = token.Text;
                while (tokens.Current.Kind == JinjaTokenKind.String)
                {
                    text += tokens.Take().Text;             // texts side by side are one, as in Python
                }

                return new JinjaLiteral(token.At, text);
            case JinjaTokenKind.Integer:
                return new JinjaLiteral(token.At, Whole(token));
            case JinjaTokenKind.Float:
                return new JinjaLiteral(token.At, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case JinjaTokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new JinjaLiteral(token.At, true),
                    "false" or "False" => new JinjaLiteral(token.At, false),
                    "none" or "None" => new JinjaLiteral(token.At, null),
                    _ => new JinjaName(token.At, token.Text),
                };
            case JinjaTokenKind.Operator when token.Text is "(":
                return ReadParenthesis(token);
            case JinjaTokenKind.Operator when token.Text is "[":
                return new JinjaListOf(token.At, ReadItems("]"));
            case JinjaTokenKind.Operator when token.Text is "{":
                return ReadDict(token);
            default:
                throw tokens.Problem(token.At, $"{token} stands where a value was expected");
        }
    }

    private JinjaExpression ReadParenthesis(JinjaToken begin)
    {
        if (tokens.TryTake(")"))
        {
            return new JinjaListOf(begin.At, []);
        }

        JinjaExpression first = Read();
        if (tokens.TryTake(")"))
        {
            return first;
        }

        tokens.Expect(",");
        return new JinjaListOf(begin.At, [first, .. ReadItems(")")]);
    }

    private List<JinjaExpression> ReadItems(string end)
    {
        List<JinjaExpression> items = [];
        while (!tokens.TryTake(end))
        {
            items.Add(Read());
            if (!tokens.Current.Is(end))
            {
                tokens.Expect(",");
            }
        }

        return items;
    }

    private JinjaDictOf ReadDict(JinjaToken begin)
    {
        List<(JinjaExpression, JinjaExpression)> items = [];
        while (!tokens.TryTake("}"))
        {
            JinjaExpression key = Read();
            tokens.Expect(":");
            items.Add((key, Read()));
            if (!tokens.Current.Is("}"))
            {
                tokens.Expect(",");
            }
        }

        return new JinjaDictOf(begin.At, items);
    }

    private long Whole(JinjaToken token) => long.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
        ? value
        : throw tokens.Problem(token.At, $"{token.Text} is more than a whole number holds here");
}
