using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Reading;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>What the catalogs of referenced assemblies declare. Their types are never scanned.</summary>
/// <param name="Declarations">The declarations that this compiler can read.</param>
internal sealed record ReferencedCatalogs(EquatableArray<Declaration> Declarations)
{
    private const string AttributeName = "Solar.SolarCatalogAttribute";
    private const string LanguageAssembly = "Solar.Dsl";

    /// <summary>The catalogs; looked for at every edit, and read again only when the references bring other texts.</summary>
    public static IncrementalValueProvider<ReferencedCatalogs> Provide(IncrementalGeneratorInitializationContext context) => context.CompilationProvider
        .Select(static (compilation, cancellationToken) => Guard.Run(
            "the references", () => Entries(compilation, cancellationToken), _ => default))
        .WithTrackingName(TrackingNames.CatalogEntries)
        .Select(static (entries, cancellationToken) => Guard.Run(
            "the catalogs", () => Read(entries, cancellationToken), _ => new ReferencedCatalogs(default(EquatableArray<Declaration>))))
        .WithTrackingName(TrackingNames.Catalog);

    private static EquatableArray<(string Name, string Canonical)> Entries(Compilation compilation, CancellationToken cancellationToken)
    {
        var entries = new List<(string, string)>();
        foreach (MetadataReference reference in compilation.References)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly && UsesTheLanguage(assembly))
            {
                entries.AddRange(assembly.GetAttributes().Select(Entry).Where(entry => entry.Name.Length > 0));
            }
        }

        return entries.OrderBy(entry => entry.Item1, StringComparer.Ordinal).ToEquatableArray();
    }

    // An assembly without a reference to the attribute's own has none of them, and most are such.
    private static bool UsesTheLanguage(IAssemblySymbol assembly) =>
        assembly.Modules.Any(module => module.ReferencedAssemblies.Any(identity => identity.Name == LanguageAssembly));

    // Versions that this compiler does not know are passed over: what they say may mean something else.
    private static (string Name, string Canonical) Entry(AttributeData attribute) =>
        attribute is { AttributeClass: { } type, ConstructorArguments: [{ Value: CanonicalText.Version }, { Value: string name }, { Value: string canonical }] }
        && NameReferences.FullName(type) == AttributeName
            ? (name, canonical)
            : ("", "");

    private static ReferencedCatalogs Read(EquatableArray<(string Name, string Canonical)> entries, CancellationToken cancellationToken) => new(
        entries.Select(entry => CatalogReader.Read(entry.Name, entry.Canonical, cancellationToken).Declaration)
            .OfType<Declaration>()
            .ToEquatableArray());
}
