using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Solar.Compiler.Files;
using Solar.Generators.Reading;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>The users' own modules that declarations name, in C# and YAML alike: looked up at every edit, and passed on only where what they say has changed.</summary>
internal static class OwnModules
{
    /// <summary>The declarations with what the types of their modules say.</summary>
    public static IncrementalValueProvider<EquatableArray<LocatedDeclaration>> Expand(
        IncrementalGeneratorInitializationContext context, IncrementalValueProvider<EquatableArray<LocatedDeclaration>> declarations)
    {
        IncrementalValueProvider<EquatableArray<OwnModule>> modules = declarations
            .Select(static (all, _) => OwnModuleExpansion.NamesIn(all))
            .Combine(context.CompilationProvider)
            .Select(static (both, cancellationToken) => Read(both.Left, both.Right, cancellationToken))
            .WithTrackingName(TrackingNames.OwnModules);
        return declarations.Combine(modules)
            .Select(static (both, _) => both.Right.Count == 0
                ? both.Left
                : both.Left.Select(located => OwnModuleExpansion.Expand(located, both.Right)).ToEquatableArray());
    }

    private static EquatableArray<OwnModule> Read(EquatableArray<OwnModuleName> names, Compilation compilation, CancellationToken cancellationToken) => names
        .Select(name => Guard.Run(
            name.Written,
            () =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return OwnModuleReader.Read(name, compilation);
            },
            finding => OwnModule.Unusable(name, finding.Message)))
        .ToEquatableArray();
}
