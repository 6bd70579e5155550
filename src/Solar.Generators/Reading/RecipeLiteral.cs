using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>
/// A constant text with the place of each of its characters in the source: literals of every kind, interpolated ones, sums, and other constants,
/// whose characters all stand where the constant is named.
/// </summary>
/// <remarks>
/// It is read from syntax: <c>nameof(X)</c> has no value to C# while X is only declared in YAML, and is a name nevertheless.
/// </remarks>
internal sealed class RecipeLiteral
{
    private readonly StringBuilder _text = new();
    private readonly List<TextSpan> _places = [];
    private readonly Dictionary<int, TypeSyntaxName> _names = [];
    private readonly ExpressionSyntax _expression;
    private readonly ReadingContext _context;

    private RecipeLiteral(ExpressionSyntax expression, ReadingContext context)
    {
        _expression = expression;
        _context = context;
    }

    /// <summary>The text.</summary>
    public string Text => _text.ToString();

    /// <summary>The text of an expression; null where it is no constant.</summary>
    public static RecipeLiteral? Of(ExpressionSyntax expression, ReadingContext context)
    {
        var literal = new RecipeLiteral(expression, context);
        return literal.Add(expression) ? literal : null;
    }

    /// <summary>The place of some of its characters; of none, where they would stand.</summary>
    public SourceLocation Location(int start, int length)
    {
        if (_places.Count == 0)
        {
            return SourceLocations.Of(_expression);
        }

        if (length == 0)
        {
            int at = start < _places.Count ? _places[start].Start : _places[_places.Count - 1].End;
            return SourceLocations.Of(_expression.SyntaxTree, new TextSpan(at, 0));
        }

        return SourceLocations.Of(_expression.SyntaxTree, TextSpan.FromBounds(_places[start].Start, _places[start + length - 1].End));
    }

    /// <summary>A reference of a name that begins at a character: what <c>nameof</c> names, or a name as YAML writes it.</summary>
    public NameReference Reference(string written, int start) => _names.TryGetValue(start, out TypeSyntaxName name) && name.Text == written
        ? NameReferences.OfName(name.Syntax, _context)
        : NameReferences.InText(written, _expression, _context);

    private bool Add(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax literal when literal.Token.Value is string value:
                AddToken(literal.Token, value);
                return true;
            case ParenthesizedExpressionSyntax parenthesized:
                return Add(parenthesized.Expression);
            case BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression):
                return Add(sum.Left) && Add(sum.Right);
            case InterpolatedStringExpressionSyntax interpolated:
                return interpolated.Contents.All(AddContent);
            case InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" }, ArgumentList.Arguments: [{ } argument] }:
                return AddName(argument.Expression);
            default:
                return _context.Model(expression).GetConstantValue(expression, _context.CancellationToken) is { HasValue: true, Value: string constant }
                    && AddWhole(constant, expression.Span);
        }
    }

    private bool AddContent(InterpolatedStringContentSyntax content)
    {
        switch (content)
        {
            case InterpolatedStringTextSyntax text:
                AddToken(text.TextToken, text.TextToken.ValueText);
                return true;
            case InterpolationSyntax { AlignmentClause: null, FormatClause: null } hole:
                return Add(hole.Expression);
            default:
                return false;
        }
    }

    private bool AddName(ExpressionSyntax named)
    {
        string name = named switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            AliasQualifiedNameSyntax alias => alias.Name.Identifier.ValueText,
            _ => "",
        };
        if (name.Length == 0)
        {
            return false;
        }

        _names[_text.Length] = new TypeSyntaxName(name, named);
        return AddWhole(name, named.Span);
    }

    private bool AddWhole(string value, TextSpan span)
    {
        foreach (char c in value)
        {
            _text.Append(c);
            _places.Add(span);
        }

        return true;
    }

    // Walks value and source side by side: escapes take several characters, doubled quotes and braces two, and raw literals lose their indentation.
    private void AddToken(SyntaxToken token, string value)
    {
        string raw = token.Text;
        var places = new List<TextSpan>();
        int at = token.IsKind(SyntaxKind.InterpolatedStringTextToken) ? 0 : raw.TakeWhile(c => c is '@' or '$' or '"').Count();
        bool hasEscapes = !raw.StartsWith("@", System.StringComparison.Ordinal) && !raw.StartsWith("\"\"\"", System.StringComparison.Ordinal);
        foreach (char c in value)
        {
            while (at < raw.Length && raw[at] != c && char.IsWhiteSpace(raw[at]))
            {
                at++;
            }

            int length = at >= raw.Length ? 0
                : raw[at] == '\\' && hasEscapes && c != '\\' ? EscapeLength(raw, at)
                : raw[at] != c ? 0
                : at + 1 < raw.Length && raw[at + 1] == c && c is '{' or '}' or '"' or '\\' && IsDoubled(raw, at) ? 2 : 1;
            if (length == 0)
            {
                AddWhole(value, token.Span);
                return;
            }

            places.Add(new TextSpan(token.SpanStart + at, length));
            at += length;
        }

        _text.Append(value);
        _places.AddRange(places);
    }

    private static bool IsDoubled(string raw, int at) => at + 1 < raw.Length && raw[at + 1] == raw[at] && !raw.StartsWith("\"\"\"", System.StringComparison.Ordinal);

    private static int EscapeLength(string raw, int at) => at + 1 >= raw.Length ? 0 : raw[at + 1] switch
    {
        'u' => 6,
        'U' => 10,
        'x' => 2 + raw.Skip(at + 2).Take(4).TakeWhile(c => int.TryParse(c.ToString(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _)).Count(),
        _ => 2,
    };

    private readonly record struct TypeSyntaxName(string Text, ExpressionSyntax Syntax);
}
