using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>
/// Turns <c>typeof(X)</c> into a name. An X that only YAML declares is no type yet, and one that is a type already may be hidden by what YAML declares:
/// so the written name goes on, with all that it may mean.
/// </summary>
internal static class NameReferences
{
    /// <summary>The name of a <c>typeof</c>; null where it is of something that has none, such as an array.</summary>
    public static NameReference? Of(AttributeArgument argument, Compilation compilation) => argument.Value.Value switch
    {
        IErrorTypeSymbol error => Written(argument.Expression, compilation, bound: null) ?? NameReference.Full(error.Name),
        INamedTypeSymbol { IsGenericType: true } generic => NameReference.Full(generic.ToDisplayString()),
        INamedTypeSymbol type => Written(argument.Expression, compilation, FullName(type)) ?? NameReference.Full(FullName(type)),
        IArrayTypeSymbol { ElementType: IErrorTypeSymbol } when argument.Expression is TypeOfExpressionSyntax { Type: ArrayTypeSyntax array } =>
            Written(array.ElementType, compilation, bound: null) with { Misuse = argument.Expression.ToString() },
        _ => null,
    };

    /// <summary>The dotted name, without type arguments; empty for the global namespace.</summary>
    public static string FullName(INamespaceOrTypeSymbol symbol) => symbol.ContainingSymbol switch
    {
        INamedTypeSymbol type => FullName(type) + "." + symbol.Name,
        INamespaceSymbol { IsGlobalNamespace: false } space => FullName(space) + "." + symbol.Name,
        _ => symbol.Name,
    };

    /// <summary>What <c>nameof</c> names: a type that C# knows, or a name that only what is emitted will answer to.</summary>
    public static NameReference OfName(ExpressionSyntax named, ReadingContext context)
    {
        string? bound = context.Model(named).GetSymbolInfo(named, context.CancellationToken).Symbol is INamedTypeSymbol { TypeKind: not TypeKind.Error } type
            ? FullName(type)
            : null;
        string written = string.Concat(named.DescendantTokens().Where(token => !token.IsKind(SyntaxKind.GlobalKeyword)).Select(token => token.ValueText)).TrimStart(':');
        return NameReference.Full(bound ?? written) with
        {
            Levels = NameLevels.Of(named, written, context.Compilation).ToEquatableArray(),
            Bound = bound,
            IsReportedByHost = true,        // CS0103 comes by itself, once what we emit is there
        };
    }

    /// <summary>A name within a text, of which C# knows nothing: it is looked up as a type would be that stood there.</summary>
    public static NameReference InText(string written, SyntaxNode node, ReadingContext context)
    {
        const string Global = "global::";
        return written.StartsWith(Global, System.StringComparison.Ordinal)
            ? NameReference.Full(written.Substring(Global.Length))
            : NameReference.Full(written) with { Levels = NameLevels.Of(node, written, context.Compilation).ToEquatableArray() };
    }

    private static NameReference? Written(ExpressionSyntax? expression, Compilation compilation, string? bound) =>
        expression is TypeOfExpressionSyntax { Type: { } type } ? Written(type, compilation, bound) : null;

    private static NameReference Written(TypeSyntax type, Compilation compilation, string? bound)
    {
        string written = UsingDirectives.Plain(type);
        bool isGlobal = type.GetFirstToken().IsKind(SyntaxKind.GlobalKeyword);
        return NameReference.Full(bound ?? written) with
        {
            Levels = isGlobal ? EquatableArray.Of(EquatableArray.Of(written)) : NameLevels.Of(type, written, compilation).ToEquatableArray(),
            Bound = bound,
            IsReportedByHost = true,        // CS0246 and CS0104 come by themselves, once what we emit is there
        };
    }
}
