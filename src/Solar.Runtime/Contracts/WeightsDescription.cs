namespace Solar.Runtime;

/// <summary>Where a model's weights are declared to be.</summary>
/// <param name="Location">A folder, or <c>org/name</c> in the local Hugging Face cache.</param>
/// <param name="Revision">Branch, tag or commit in that cache; null for <c>main</c>.</param>
public sealed record WeightsDescription(string Location, string? Revision = null);
