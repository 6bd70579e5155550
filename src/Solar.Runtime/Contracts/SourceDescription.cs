namespace Solar.Runtime;

/// <summary>A declaration whose checkpoint a model is made from.</summary>
/// <param name="Name">Full name of the model, stage or merge.</param>
/// <param name="LayerCount">Number of its layers; null where it is not declared.</param>
public sealed record SourceDescription(string Name, int? LayerCount = null)
{
    /// <summary>The whole text of its config.json, where it says more than another number of layers; null where it is like the target's.</summary>
    public string? Config { get; init; }
}
