using Solar.Runtime.Checkpoints;

namespace Solar.Runtime;

/// <summary>A module of one's own that stands in for a component of a decoder: it says how it takes its parameters from a checkpoint.</summary>
public interface IOwnModule
{
    /// <summary>Replaces every parameter by that of a checkpoint, as emitted modules do: <c>Gate.weight = source.Take($"{prefix}.gate.weight", 32, 8)</c>.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="prefix">What the module is called in the checkpoint, such as <c>model.layers.3.mlp</c>.</param>
    void Bind(ParameterSource source, string prefix);
}
