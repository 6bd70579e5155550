using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Families;
using Solar.Plans;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What the checkpoint of a planned model is made of: the same plan that its emitted class would give, without a class.</summary>
internal static class RecipeCheckpoint
{
    /// <summary>The plan of a model that is made from another.</summary>
    public static CheckpointPlan Of(ModelPlan plan)
    {
        TensorSpec[] tensors = [.. TensorCatalog.Tensors(plan.Spec)];
        return new CheckpointPlan
        {
            Model = plan.Declaration.Name.FullName,
            Tensors = [.. tensors.Select(tensor => new TensorShape(tensor.Name, [.. tensor.Shape]))],
            Copies = [.. tensors.Select(tensor => new TensorCopy(tensor.Name, SourceName(plan, tensor)))],
            Config = ConfigJson.Write(plan.Spec),
            Dtype = plan.Spec.Dtype?.Name(),
            Declaration = ResolvedText.Of(plan),
            Recipe = plan.RecipeText,
            Source = plan.Source,
            LayerMap = [.. plan.Map.Layers],
            SourceLayerCount = plan.Source is null ? null : plan.SourceDepth,
        };
    }

    private static string SourceName(ModelPlan plan, TensorSpec tensor) => tensor.Layer < 0
        ? tensor.Name
        : TensorCatalog.LayerPrefix(plan.Spec, plan.Map.Entries[tensor.Layer].Layer) + tensor.Name[TensorCatalog.LayerPrefix(plan.Spec, tensor.Layer).Length..];
}
