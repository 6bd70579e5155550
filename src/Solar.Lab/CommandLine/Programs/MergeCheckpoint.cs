using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Merging;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What the checkpoint of a planned merge is made of: the same that its emitted class would give, without a class.</summary>
internal static class MergeCheckpoint
{
    /// <summary>The merge of an entry.</summary>
    /// <param name="program">Where it is declared.</param>
    /// <param name="entry">The merge.</param>
    /// <param name="dtype">The type that is written; null for the declared one.</param>
    /// <exception cref="CommandException">Its method is a function that no loaded assembly has.</exception>
    public static CheckpointMerge Of(LabProgram program, ProgramEntry entry, TensorDtype? dtype)
    {
        MergePlan plan = entry.Merge!;
        return new CheckpointMerge
        {
            Name = entry.FullName,
            Tensors = [.. TensorCatalog.Tensors(entry.Model!.Spec).Select(tensor => new TensorShape(tensor.Name, [.. tensor.Shape]))],
            Config = ConfigJson.Write(entry.Model.Spec),
            Recipe = dtype is null ? plan.Recipe : plan.Recipe with { Dtype = Declared(dtype.Value) },
            Function = plan.Recipe.Function is { } function ? OwnMethod.Find(program, entry.Name, function) : null,
            Declaration = ResolvedText.Of(plan),
            RecipeText = EntryText.What(entry),
        };
    }

    /// <summary>A declared type as stored.</summary>
    public static TensorDtype Stored(Dtype dtype) => dtype switch
    {
        Dtype.Float16 => TensorDtype.F16,
        Dtype.BFloat16 => TensorDtype.BF16,
        _ => TensorDtype.F32,
    };

    private static Dtype Declared(TensorDtype dtype) => dtype switch
    {
        TensorDtype.F16 => Dtype.Float16,
        TensorDtype.BF16 => Dtype.BFloat16,
        _ => Dtype.Float32,
    };
}
