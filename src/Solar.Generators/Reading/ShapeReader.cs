using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Specs;

namespace Solar.Generators.Reading;

/// <summary>How a class is declared, and whether generated code can extend it.</summary>
internal static class ShapeReader
{
    /// <summary>Namespace, containing types and name.</summary>
    public static DeclarationName Name(INamedTypeSymbol type) => new(
        type.ContainingNamespace is { IsGlobalNamespace: false } space ? NameReferences.FullName(space) : "",
        Containing(type).Select(outer => outer.Name).ToEquatableArray(),
        type.Name);

    /// <summary>What the generated part repeats.</summary>
    public static DeclarationShape Shape(INamedTypeSymbol type) => new(Accessibility(type), Containing(type).Select(Header).ToEquatableArray())
    {
        StubOpening = Fault(type) is null ? null : CanBeExtended(type) ? Header(type) : "",
    };

    /// <summary>Why generated code cannot extend the class; null where it can.</summary>
    public static string? Fault(INamedTypeSymbol type)
    {
        List<TypeDeclarationSyntax> parts = [.. Parts(type)];
        return (type, parts) switch
        {
            ({ IsRecord: true }, _) => "it is a record; declare it as 'partial class'",
            ({ Arity: > 0 }, _) => "it is generic",
            ({ IsStatic: true }, _) => "it is static; models are created",
            ({ IsAbstract: true }, _) => "it is abstract; models are created",
            ({ IsFileLocal: true }, _) => "it is local to its file, and generated code is in another",
            _ when !parts.All(IsPartial) => "it is not partial",
            _ when Containing(type).FirstOrDefault(outer => !Parts(outer).All(IsPartial)) is { } outer => $"'{outer.Name}', which contains it, is not partial",
            _ when Containing(type).FirstOrDefault(outer => outer.Arity > 0) is { } outer => $"'{outer.Name}', which contains it, is generic",
            _ when parts.Any(part => part.ParameterList is not null) => "it has a primary constructor",
            ({ BaseType: { SpecialType: not SpecialType.System_Object, TypeKind: not TypeKind.Error } parent }, _) => $"it has the base class '{parent.Name}', and generated code brings its own",
            _ => null,
        };
    }

    /// <summary>The identifier by which the class is known; of several parts that of the one with the attribute.</summary>
    public static SyntaxToken Identifier(INamedTypeSymbol type, AttributeData attribute)
    {
        SyntaxNode? owner = attribute.ApplicationSyntaxReference?.GetSyntax().FirstAncestorOrSelf<TypeDeclarationSyntax>();
        return owner is TypeDeclarationSyntax declaration ? declaration.Identifier : Parts(type).First().Identifier;
    }

    private static IEnumerable<TypeDeclarationSyntax> Parts(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static List<INamedTypeSymbol> Containing(INamedTypeSymbol type)
    {
        List<INamedTypeSymbol> outer = [];
        for (INamedTypeSymbol? next = type.ContainingType; next is not null; next = next.ContainingType)
        {
            outer.Insert(0, next);
        }

        return outer;
    }

    private static bool IsPartial(TypeDeclarationSyntax part) => part.Modifiers.Any(SyntaxKind.PartialKeyword);

    // A stub is a part too; without 'partial' on every part of every type around it there can be none.
    private static bool CanBeExtended(INamedTypeSymbol type) =>
        !type.IsFileLocal && Containing(type).Append(type).All(part => Parts(part).All(IsPartial) && part.TypeParameters.All(parameter => parameter.Name.Length > 0));

    private static string Header(INamedTypeSymbol type)
    {
        string keyword = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (TypeKind.Interface, _) => "interface",
            (_, true) => "record",
            _ => "class",
        };
        string accessibility = Accessibility(type);
        string parameters = type.Arity == 0 ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => parameter.Name))}>";
        return (accessibility.Length == 0 ? "" : accessibility + " ") + (type.IsStatic ? "static " : "") + $"partial {keyword} {Escaped(type)}{parameters}";
    }

    private static string Escaped(INamedTypeSymbol type) =>
        SyntaxFacts.GetKeywordKind(type.Name) == SyntaxKind.None ? type.Name : "@" + type.Name;

    // One part may say it for all; where none does, saying it would be another's word.
    private static string Accessibility(INamedTypeSymbol type) =>
        Parts(type).Any(part => part.Modifiers.Any(IsAccessibility)) ? SyntaxFacts.GetText(type.DeclaredAccessibility) : "";

    private static bool IsAccessibility(SyntaxToken token) => token.Kind()
        is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.PrivateKeyword or SyntaxKind.ProtectedKeyword;
}
