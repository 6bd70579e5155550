using Solar.Plans;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Joining;

/// <summary>All declarations of one compilation, resolved against each other: what is emitted, and what is wrong.</summary>
public sealed record JoinedProgram
{
    /// <summary>The program's own models.</summary>
    public EquatableArray<ModelPlan> Models { get; init; }

    /// <summary>The program's own stages.</summary>
    public EquatableArray<StagePlan> Stages { get; init; }

    /// <summary>The program's own merges.</summary>
    public EquatableArray<MergePlan> Merges { get; init; }

    /// <summary>The program's own data sets.</summary>
    public EquatableArray<DatasetPlan> Datasets { get; init; }

    /// <summary>Declarations that cannot be built; each gets a stub, so that one mistake is one error.</summary>
    public EquatableArray<ReadDeclaration> Broken { get; init; }

    /// <summary>Every rule that is broken.</summary>
    public EquatableArray<Finding> Findings { get; init; }

    /// <summary>Every model that plans refer to, those of referenced assemblies included, by full name in ordinal order.</summary>
    public EquatableArray<ModelPlan> KnownModels { get; init; }

    /// <summary>The known model of a full name, or null.</summary>
    public ModelPlan? FindModel(string fullName)
    {
        foreach (ModelPlan model in KnownModels)
        {
            if (model.Declaration.Name.FullName == fullName)
            {
                return model;
            }
        }

        return null;
    }
}
