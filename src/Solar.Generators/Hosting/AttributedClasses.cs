using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>The attributed classes of the compilation.</summary>
/// <remarks>
/// One provider finds the classes of all words. ForAttributeWithMetadataName wants a provider for each attribute, and there every class is bound
/// as often as it has words, and every file looked through as often as there are; benchmarks/Solar.Benchmarks has the figures.
/// </remarks>
internal static class AttributedClasses
{
    /// <summary>
    /// Every class with one of our words, once, in the order of the files' paths: a driver puts the files of an edit behind all others, and what is emitted
    /// is compared place by place.
    /// </summary>
    public static IncrementalValueProvider<EquatableArray<LocatedDeclaration>> Provide(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider.CreateSyntaxProvider(
                predicate: static (node, _) => node is TypeDeclarationSyntax { AttributeLists.Count: > 0 },
                transform: static (found, cancellationToken) =>
                {
                    var part = (TypeDeclarationSyntax)found.Node;
                    return WrittenNames.MayHaveAWord(part, found.SemanticModel.Compilation)
                        && found.SemanticModel.GetDeclaredSymbol(part, cancellationToken) is INamedTypeSymbol type
                        ? Guard.Run(
                            type.Name,
                            () => DeclarationReader.Read(type, part, found.SemanticModel.Compilation, cancellationToken),
                            finding => DeclarationReader.Unreadable(type, part, finding))
                        : null;
                })
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Attributed)
            .Collect()
            .Select(static (found, _) => found.OrderBy(declaration => Place(declaration)?.Path, StringComparer.Ordinal).ThenBy(declaration => Place(declaration)?.Start).ToEquatableArray());

    private static SourceLocation? Place(LocatedDeclaration declaration) => declaration.Locations.FindWritten("");
}
