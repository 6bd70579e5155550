using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Compiler.Joining;
using Solar.Plans;
using Solar.Specs;

namespace Solar.Generators.Hosting;

/// <summary>One declaration with all that its code depends on: while two are equal, nothing is emitted again.</summary>
internal abstract record EmissionUnit
{
    /// <summary>Full name of the declaration.</summary>
    public abstract string Name { get; }

    /// <summary>Emits its files.</summary>
    public abstract IReadOnlyList<EmittedFile> Emit(EmitContext context);

    /// <summary>
    /// The units of a program in the order of its declarations. Items are compared place by place, so a declaration that breaks, or is mended,
    /// must not move the others.
    /// </summary>
    public static IEnumerable<EmissionUnit> Of(JoinedProgram program, IEnumerable<ReadDeclaration> order)
    {
        Dictionary<string, EmissionUnit> units = Units(program).ToDictionary(unit => unit.Name);
        foreach (ReadDeclaration read in order)
        {
            if (units.TryGetValue(read.Name.FullName, out EmissionUnit unit) && units.Remove(read.Name.FullName))
            {
                yield return unit;
            }
        }
    }

    private static IEnumerable<EmissionUnit> Units(JoinedProgram program) =>
    [
        .. program.Models.Select(plan => new ModelUnit(plan)),
        .. program.Stages.Select(plan => new StageUnit(plan, program.FindModel(plan.Model)!.Spec)),
        .. program.Merges.Select(plan => new MergeUnit(plan)),
        .. program.Datasets.Select(plan => new DatasetUnit(plan)),
        .. program.Broken.Select(broken => new BrokenUnit(broken, StubModels.Find(broken, program))),
    ];
}

internal sealed record ModelUnit(ModelPlan Plan) : EmissionUnit
{
    public override string Name => Plan.Declaration.Name.FullName;

    public override IReadOnlyList<EmittedFile> Emit(EmitContext context) => SourceEmitter.Emit(Plan, context);
}

internal sealed record StageUnit(StagePlan Plan, DecoderSpec Model) : EmissionUnit
{
    public override string Name => Plan.Declaration.Name.FullName;

    public override IReadOnlyList<EmittedFile> Emit(EmitContext context) => SourceEmitter.Emit(Plan, Model, context);
}

internal sealed record MergeUnit(MergePlan Plan) : EmissionUnit
{
    public override string Name => Plan.Declaration.Name.FullName;

    public override IReadOnlyList<EmittedFile> Emit(EmitContext context) => SourceEmitter.Emit(Plan, context);
}

internal sealed record DatasetUnit(DatasetPlan Plan) : EmissionUnit
{
    public override string Name => Plan.Declaration.Name.FullName;

    public override IReadOnlyList<EmittedFile> Emit(EmitContext context) => SourceEmitter.Emit(Plan, context);
}

/// <summary>A declaration that gets a stub.</summary>
internal sealed record BrokenUnit(ReadDeclaration Read, string? Model) : EmissionUnit
{
    public override string Name => Read.Name.FullName;

    public override IReadOnlyList<EmittedFile> Emit(EmitContext context) => SourceEmitter.Stub(Read, context, Model);
}
