using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>Places in C# files as data.</summary>
internal static class SourceLocations
{
    public static SourceLocation Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    public static SourceLocation Of(SyntaxToken token) => Of(token.SyntaxTree!, token.Span);

    public static SourceLocation Of(SyntaxTree tree, TextSpan span)
    {
        LinePositionSpan lines = tree.GetLineSpan(span).Span;
        return new SourceLocation(
            tree.FilePath, span.Start, span.Length, lines.Start.Line, lines.Start.Character, lines.End.Line, lines.End.Character);
    }
}
