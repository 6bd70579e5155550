namespace Solar.Runtime;

/// <summary>A training stage: its checkpoint is of its model's type.</summary>
/// <typeparam name="TModel">The model that is trained.</typeparam>
public interface IStageDefinition<TModel> : ICheckpointDefinition<TModel>
{
    /// <summary>What was declared of this stage.</summary>
    static abstract StageDescription Stage { get; }
}
