using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Solar.Compiler.Emitting;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Generators.Hosting;

/// <summary>The files of one declaration, or why there are none.</summary>
/// <param name="Files">The files.</param>
/// <param name="Failure">What went wrong in the emitter.</param>
internal sealed record Emission(EquatableArray<EmittedFile> Files, Finding? Failure)
{
    /// <summary>Nothing to emit.</summary>
    public static Emission None { get; } = new(default, null);

    /// <summary>Emits a declaration.</summary>
    public static Emission Of(EmissionUnit unit, HostFacts host) => host.Fault is not null
        ? None
        : Run(unit.Name, () => unit.Emit(host.Context));

    /// <summary>Emits the catalog; nothing where nothing is declared.</summary>
    public static Emission Of(EquatableArray<CatalogEntry> entries, HostFacts host) => host.Fault is not null || entries.Count == 0
        ? None
        : Run("the catalog", () => [SourceEmitter.Catalog(entries, host.Context)]);

    /// <summary>Adds the files to the compilation.</summary>
    public void AddTo(SourceProductionContext context)
    {
        foreach (EmittedFile file in Files)
        {
            context.AddSource(file.HintName, SourceText.From(file.Text, Encoding.UTF8));
        }
    }

    private static Emission Run(string what, System.Func<IReadOnlyList<EmittedFile>> emit) => Guard.Run(
        what, () => new Emission(emit().ToEquatableArray(), null), finding => new Emission(default, finding));
}
