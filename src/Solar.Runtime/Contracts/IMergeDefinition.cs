namespace Solar.Runtime;

/// <summary>A merge: its checkpoint is of its model's type.</summary>
/// <typeparam name="TModel">The model whose type the weights have.</typeparam>
public interface IMergeDefinition<TModel> : ICheckpointDefinition<TModel>
{
    /// <summary>What was declared of this merge.</summary>
    static abstract MergeDescription Description { get; }
}
