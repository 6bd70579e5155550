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
