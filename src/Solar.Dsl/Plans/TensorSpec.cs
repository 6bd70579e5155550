using System.Linq;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>One tensor of a model's checkpoint.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Layer">The decoder layer it belongs to, or -1.</param>
public sealed record TensorSpec(string Name, EquatableArray<long> Shape, int Layer)
{
    /// <summary>The expert it belongs to, or -1.</summary>
    public int Expert { get; init; } = -1;

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));
}
