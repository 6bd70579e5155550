using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>The attributed classes of the compilation.</summary>
internal static class AttributedClasses
{
    /// <summary>Every class with one of our words, once, in the order of the words and then of the files.</summary>
    public static IncrementalValueProvider<EquatableArray<LocatedDeclaration>> Provide(IncrementalGeneratorInitializationContext context) =>
        Word.All
            .Select(word => Provide(context, word).Collect().Select(static (found, _) => found.ToEquatableArray()))
            .Aggregate(static (left, right) => left.Combine(right).Select(static (both, _) => both.Left.Concat(both.Right).ToEquatableArray()));

    private static IncrementalValuesProvider<LocatedDeclaration> Provide(IncrementalGeneratorInitializationContext context, Word word) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
                word.MetadataName,
                predicate: static (node, _) => node is TypeDeclarationSyntax,
                transform: (attributed, cancellationToken) => Guard.Run(
                    attributed.TargetSymbol.Name,
                    () => DeclarationReader.Read(word, attributed, cancellationToken),
                    finding => DeclarationReader.Unreadable(attributed, finding)))
            .Where(static declaration => declaration is not null)
            .Select(static (declaration, _) => declaration!)
            .WithTrackingName(TrackingNames.Attributed);
}
