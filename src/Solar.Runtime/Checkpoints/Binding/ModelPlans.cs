using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>What a declared model says of its checkpoints.</summary>
internal static class ModelPlans
{
    /// <summary>How it is made from its source's checkpoint.</summary>
    public static CheckpointPlan FromSource<TModel>()
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        CheckpointPlan.Of(TModel.Description, TModel.Tensors(), TModel.WeightMap());

    /// <summary>Its own checkpoint.</summary>
    public static CheckpointPlan Own<TModel>()
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel> =>
        CheckpointPlan.Of(TModel.Description, TModel.Tensors(), []).Itself();
}
