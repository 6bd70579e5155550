using System;
using System.Collections.Generic;
using System.Text;

namespace Solar.Runtime.Text.Chat.Jinja;

/// <summary>
/// Cuts a template into tokens, with the white space control that transformers renders chat templates with: <c>trim_blocks</c> (the line end behind a
/// block goes) and <c>lstrip_blocks</c> (the spaces before a block that begins its line go).
/// </summary>
internal sealed class JinjaLexer
{
    private static readonly string[] Signs =
        ["==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ".", ":", "|"];

    private readonly string _source;
    private readonly List<JinjaToken> _tokens = [];
    private int _at;

    private JinjaLexer(string source) => _source = source;

    /// <summary>The tokens of a template.</summary>
    /// <param name="source">The template, with line ends as one character.</param>
    /// <exception cref="JinjaException">A tag or a text does not end, or a character has no meaning.</exception>
    public static IReadOnlyList<JinjaToken> Read(string source)
    {
        JinjaLexer lexer = new(source);
        lexer.Read();
        return lexer._tokens;
    }

    private void Read()
    {
        bool trimsAll = false, trimsLine = false;
        while (_at < _source.Length)
        {
            int tag = NextTag(_at);
            AddText(_at, tag, trimsAll, trimsLine);
            if (tag == _source.Length)
            {
                break;
            }

            _at = tag;
            (trimsAll, trimsLine) = _source[tag + 1] switch
            {
                '#' => Comment(),
                '{' => Tag("}}", JinjaTokenKind.OutputBegin, JinjaTokenKind.OutputEnd),
                _ => Raw() ?? Tag("%}", JinjaTokenKind.BlockBegin, JinjaTokenKind.BlockEnd),
            };
        }

        _tokens.Add(new JinjaToken(JinjaTokenKind.End, "", _source.Length));
    }

    private int NextTag(int from)
    {
        for (int i = from; i + 1 < _source.Length; i++)
        {
            if (_source[i] == '{' && (_source[i + 1] is '{' or '%' or '#'))
            {
                return i;
            }
        }

        return _source.Length;
    }

    private void AddText(int start, int end, bool trimsAll, bool trimsLine)
    {
        int first = start;
        while (trimsAll && first < end && char.IsWhiteSpace(_source[first]))
        {
            first++;
        }

        first += !trimsAll && trimsLine && first < end && _source[first] == '\n' ? 1 : 0;
        string text = _source[first..end];
        if (end < _source.Length)
        {
            char sign = end + 2 < _source.Length ? _source[end + 2] : ' ';
            bool beginsLine = first == 0 || (first > start && _source[first - 1] == '\n');
            text = sign == '-' ? text.TrimEnd()
                : sign == '+' || _source[end + 1] == '{' ? text
                : WithoutIndent(text, beginsLine);
        }

        if (text.Length > 0)
        {
            _tokens.Add(new JinjaToken(JinjaTokenKind.Text, text, first));
        }
    }

    // Spaces and tabs between the beginning of a line and a block.
    private static string WithoutIndent(string text, bool beginsLine)
    {
        int line = text.LastIndexOf('\n') + 1;
        return (line > 0 || beginsLine) && text.AsSpan(line).Trim(" \t").IsEmpty ? text[..line] : text;
    }

    private (bool, bool) Comment()
    {
        int end = _source.IndexOf("#}", _at + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new JinjaException(_source, _at, "this comment does not end; '#}' is missing");
        }

        char sign = _source[end - 1];
        _at = end + 2;
        return (sign == '-', sign != '+');
    }

    // {% raw %} … {% endraw %} is text as it stands.
    private (bool, bool)? Raw()
    {
        if (TagEnd("raw", _at) is not { } inside)
        {
            return null;
        }

        for (int next = _source.IndexOf("{%", inside, StringComparison.Ordinal); next >= 0; next = _source.IndexOf("{%", next + 2, StringComparison.Ordinal))
        {
            if (TagEnd("endraw", next) is { } behind)
            {
                string text = _source[inside..next];
                text = _source[inside - 3] == '-' ? text.TrimStart() : text.StartsWith('\n') ? text[1..] : text;
                _tokens.Add(new JinjaToken(JinjaTokenKind.Text, _source[next + 2] == '-' ? text.TrimEnd() : text, inside));
                _at = behind;
                return (_source[behind - 3] == '-', true);
            }
        }

        throw new JinjaException(_source, _at, "'raw' does not end; '{% endraw %}' is missing");
    }

    private int? TagEnd(string word, int at)
    {
        int i = at + 2;
        i += i < _source.Length && _source[i] is '-' or '+' ? 1 : 0;
        i = SkipSpace(i);
        if (string.CompareOrdinal(_source, i, word, 0, word.Length) != 0)
        {
            return null;
        }

        i = SkipSpace(i + word.Length);
        i += i < _source.Length && _source[i] is '-' or '+' ? 1 : 0;
        return string.CompareOrdinal(_source, i, "%}", 0, 2) == 0 ? i + 2 : null;
    }

    private int SkipSpace(int i)
    {
        while (i < _source.Length && char.IsWhiteSpace(_source[i]))
        {
            i++;
        }

        return i;
    }

    private (bool TrimsAll, bool TrimsLine) Tag(string end, JinjaTokenKind begins, JinjaTokenKind ends)
    {
        int begin = _at, depth = 0;
        _tokens.Add(new JinjaToken(begins, "", begin));
        _at += 2;
        _at += _at < _source.Length && _source[_at] is '-' or '+' ? 1 : 0;
        while (true)
        {
            _at = SkipSpace(_at);
            if (_at >= _source.Length)
            {
                throw new JinjaException(_source, begin, $"this tag does not end; '{end}' is missing");
            }

            char sign = _source[_at];
            bool isMarked = sign is '-' or '+' && string.CompareOrdinal(_source, _at + 1, end, 0, 2) == 0;
            if (isMarked || (depth == 0 && string.CompareOrdinal(_source, _at, end, 0, 2) == 0))
            {
                _tokens.Add(new JinjaToken(ends, "", _at));
                _at += isMarked ? 3 : 2;
                return (isMarked && sign == '-', ends == JinjaTokenKind.BlockEnd && sign != '+');
            }

            depth += sign switch { '{' => 1, '}' => -1, _ => 0 };
            _tokens.Add(Next());
        }
    }

    private JinjaToken Next()
    {
        int start = _at;
        char first = _source[start];
        if (first is '"' or '\'')
        {
            return Quoted(first);
        }

        if (char.IsAsciiDigit(first))
        {
            return Number();
        }

        if (char.IsLetter(first) || first == '_')
        {
            while (_at < _source.Length && (char.IsLetterOrDigit(_source[_at]) || _source[_at] == '_'))
            {
                _at++;
            }

            return new JinjaToken(JinjaTokenKind.Name, _source[start.._at], start);
        }

        foreach (string sign in Signs)
        {
            if (string.CompareOrdinal(_source, start, sign, 0, sign.Length) == 0)
            {
                _at += sign.Length;
                return new JinjaToken(JinjaTokenKind.Operator, sign, start);
            }
        }

        throw new JinjaException(_source, start, $"'{first}' has no meaning here");
    }

    private JinjaToken Number()
    {
        int start = _at;
        while (_at < _source.Length && (char.IsAsciiDigit(_source[_at]) || _source[_at] == '_'))
        {
            _at++;
        }

        bool isFloat = _at + 1 < _source.Length && _source[_at] == '.' && char.IsAsciiDigit(_source[_at + 1]);
        if (isFloat)
        {
            _at++;
            while (_at < _source.Length && char.IsAsciiDigit(_source[_at]))
            {
                _at++;
            }
        }

        string text = _source[start.._at].Replace("_", "", StringComparison.Ordinal);
        return new JinjaToken(isFloat ? JinjaTokenKind.Float : JinjaTokenKind.Integer, text, start);
    }

    private JinjaToken Quoted(char quote)
    {
        int start = _at++;
        var text = new StringBuilder();
        while (_at < _source.Length && _source[_at] != quote)
        {
            if (_source[_at] != '\\' || _at + 1 == _source.Length)
            {
                text.Append(_source[_at++]);
                continue;
            }

            Escaped(text);
        }

        if (_at >= _source.Length)
        {
            throw new JinjaException(_source, start, $"this text does not end; {quote} is missing");
        }

        _at++;
        return new JinjaToken(JinjaTokenKind.String, text.ToString(), start);
    }

    // As in Python: an escape that is none stays as it is.
    private void Escaped(StringBuilder text)
    {
        char sign = _source[_at + 1];
        int digits = sign switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0 && _at + 2 + digits <= _source.Length
            && int.TryParse(_source.AsSpan(_at + 2, digits), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out int code)
            && code is >= 0 and <= 0x10FFFF)
        {
            text.Append(code > char.MaxValue ? char.ConvertFromUtf32(code) : ((char)code).ToString());
            _at += 2 + digits;
            return;
        }

        text.Append(sign switch
        {
            'n' => "\n",
            't' => "\t",
            'r' => "\r",
            'b' => "\b",
            'f' => "\f",
            '0' => "\0",
            '\n' => "",
            '\\' or '\'' or '"' => sign.ToString(),
            _ => $"\\{sign}",
        });
        _at += 2;
    }
}
