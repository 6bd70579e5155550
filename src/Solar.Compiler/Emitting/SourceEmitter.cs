using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Joining;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>
/// Turns plans into C#. It knows no Roslyn and no file: the generator, the in-process compiler and the tests emit with this one class,
/// and equal plans give equal bytes on every system and culture.
/// </summary>
public static class SourceEmitter
{
    /// <summary>A model: its module and its weight map.</summary>
    public static IReadOnlyList<EmittedFile> Emit(ModelPlan plan, EmitContext context) =>
        [ModuleEmitter.Emit(plan, context), WeightMapEmitter.Emit(plan, context)];

    /// <summary>A stage: its training loop and its checkpoint.</summary>
    /// <param name="plan">The stage.</param>
    /// <param name="model">Components of the model that it trains.</param>
    /// <param name="context">The surroundings.</param>
    public static IReadOnlyList<EmittedFile> Emit(StagePlan plan, DecoderSpec model, EmitContext context) =>
        [TrainingEmitter.Emit(plan, model, context)];

    /// <summary>A merge: its checkpoint.</summary>
    public static IReadOnlyList<EmittedFile> Emit(MergePlan plan, EmitContext context) => [MergeEmitter.Emit(plan, context)];

    /// <summary>A data set: its description.</summary>
    public static IReadOnlyList<EmittedFile> Emit(DatasetPlan plan, EmitContext context) => [DatasetEmitter.Emit(plan, context)];

    /// <summary>A declaration that cannot be built: a class in its place whose members throw, so that one mistake stays one error.</summary>
    /// <param name="broken">The declaration.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="model">Full name of the model that a stage or merge is of, where it is known.</param>
    public static IReadOnlyList<EmittedFile> Stub(ReadDeclaration broken, EmitContext context, string? model = null) =>
        broken.Shape.StubOpening is { Length: 0 } ? [] : [StubEmitter.Emit(broken, context, model)];

    /// <summary>The catalog of the assembly, and the initializer that sees to libtorch.</summary>
    /// <param name="program">Everything that was declared.</param>
    /// <param name="context">The surroundings.</param>
    /// <param name="installLibrary">Whether the assembly references Solar.Runtime.</param>
    public static EmittedFile Catalog(JoinedProgram program, EmitContext context, bool installLibrary = true) =>
        Catalog(CatalogEntries(program), context, installLibrary);

    /// <summary>The catalog of the given entries; see <see cref="CatalogEntries"/>.</summary>
    public static EmittedFile Catalog(IEnumerable<CatalogEntry> entries, EmitContext context, bool installLibrary = true) =>
        CatalogEmitter.Emit(entries, context, installLibrary);

    /// <summary>Everything of a program but its catalog.</summary>
    public static IReadOnlyList<EmittedFile> Emit(JoinedProgram program, EmitContext context) =>
    [
        .. program.Models.SelectMany(plan => Emit(plan, context)),
        .. program.Stages.SelectMany(plan => Emit(plan, program.FindModel(plan.Model)!.Spec, context)),
        .. program.Merges.SelectMany(plan => Emit(plan, context)),
        .. program.Datasets.SelectMany(plan => Emit(plan, context)),
        .. program.Broken.SelectMany(broken => Stub(broken, context, StubModels.Find(broken, program))),
    ];

    /// <summary>What a program's catalog says, in ordinal order; broken declarations are left out.</summary>
    public static EquatableArray<CatalogEntry> CatalogEntries(JoinedProgram program) =>
        program.Models.Select(plan => new CatalogEntry(plan.Declaration.Name.FullName, ResolvedText.Of(plan)))
            .Concat(program.Stages.Select(plan => new CatalogEntry(plan.Declaration.Name.FullName, ResolvedText.Of(plan))))
            .Concat(program.Merges.Select(plan => new CatalogEntry(plan.Declaration.Name.FullName, ResolvedText.Of(plan))))
            .Concat(program.Datasets.Select(plan => new CatalogEntry(plan.Declaration.Name.FullName, ResolvedText.Of(plan))))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToEquatableArray();
}
