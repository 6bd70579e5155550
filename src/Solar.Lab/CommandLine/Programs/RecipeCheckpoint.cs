using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Emitting;
using Solar.Families;
using Solar.LayerMaps;
using Solar.Plans;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>What the checkpoint of a planned model is made of: the same plan that its emitted class would give, without a class.</summary>
internal static class RecipeCheckpoint
{
    /// <summary>The plan of a model that is made from others.</summary>
    public static CheckpointPlan Of(ModelPlan plan) => new()
    {
        Model = plan.Declaration.Name.FullName,
        Tensors = [.. TensorCatalog.Tensors(plan.Spec).Select(tensor => new TensorShape(tensor.Name, [.. tensor.Shape]))],
        Rules = [.. Rules(plan)],
        Config = ConfigJson.Write(plan.Spec),
        Dtype = plan.Spec.Dtype?.Name(),
        Declaration = ResolvedText.Of(plan),
        Recipe = plan.RecipeText,
        Sources = [.. plan.Sources.Select(source => Source(source, plan.Spec))],
        LayerMap = plan.Map.IsPlain ? [.. plan.Map.Layers] : [],
        LayerSources = plan.Map.IsPlain ? [] : plan.Map.Entries,
    };

    private static SourceDescription Source(ModelSource source, DecoderSpec target) => new(source.Name, source.Spec.NumHiddenLayers)
    {
        Config = SourceRules.HasConfigOfItsOwn(target, source.Spec) ? ConfigJson.Write(source.Spec) : null,
    };

    private static IEnumerable<TensorRule> Rules(ModelPlan plan)
    {
        Dictionary<string, TensorOrigin> origins = TensorOrigins.Of(plan.Spec, plan.Outside!, plan.Sources).ToDictionary(origin => origin.Target.Name);
        foreach (TensorSpec tensor in TensorCatalog.Tensors(plan.Spec))
        {
            yield return tensor.Layer < 0 ? Outside(origins[tensor.Name], plan) : Layer(tensor, plan);
        }
    }

    private static TensorRule Outside(TensorOrigin origin, ModelPlan plan) => origin.Resize is not { } resize
        ? TensorRule.Copy(origin.Target.Name, origin.Tensor, origin.Source)
        : TensorRule.Resize(
            origin.Target.Name, origin.Tensor, resize.Rows, resize.NewRows,
            resize.NewRows == NewTokens.Normal ? plan.Spec.InitializerRange : 0, resize.NewRows == NewTokens.Normal ? resize.Seed : 0, origin.Source);

    private static TensorRule Layer(TensorSpec tensor, ModelPlan plan)
    {
        string name = tensor.Name[TensorCatalog.LayerPrefix(plan.Spec, tensor.Layer).Length..];
        string? source = plan.Upcycling is null ? name : UpcyclingNames.Source(plan.Spec.Layout, plan.Sources[0].Spec.Layout, name);
        LayerSource layer = plan.Map.Entries[tensor.Layer];
        return source is null
            ? TensorRule.Normal(tensor.Name, plan.Spec.InitializerRange, plan.Upcycling!.Seed)
            : TensorRule.OfLayer(layer, plan.Spec.Layout.LayerPrefix.TrimEnd('.'), tensor.Layer, name, source);
    }
}
