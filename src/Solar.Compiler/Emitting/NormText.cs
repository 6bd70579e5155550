using Solar.Families;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Norms in emitted code.</summary>
internal static class NormText
{
    /// <summary>The constant that holds the epsilon.</summary>
    public static string EpsName(NormSpec norm) => norm.Module is not null ? "NormEps" : norm.Kind == NormKind.Layer ? "LayerNormEps" : "RmsNormEps";

    /// <summary>Its type.</summary>
    public static string Type(NormSpec norm) => norm.Kind switch
    {
        NormKind.Layer => "LayerNorm",
        NormKind.RmsPlusOne => "GemmaRmsNorm",
        _ => "RmsNorm",
    };

    /// <summary>A norm over the residual stream as a part of a module.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="name">Its name.</param>
    /// <param name="documentation">What hovering shows.</param>
    public static ModulePart Part(DecoderSpec spec, string name, string documentation) => spec.Norm.Module is { } own
        ? OwnModuleText.Part(spec, OwnComponent.Norm, own, name, documentation)
        : OfHeads(spec, name, "HiddenSize", documentation);

    /// <summary>The built-in norm as a part: queries and keys have it whatever norms the residual stream.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="name">Its name.</param>
    /// <param name="size">Over how many features, as code.</param>
    /// <param name="documentation">What hovering shows.</param>
    public static ModulePart OfHeads(DecoderSpec spec, string name, string size, string documentation)
    {
        NormSpec norm = spec.Norm;
        string bias = norm.Kind == NormKind.Layer ? $", hasBias: {Literals.Code(norm.Bias)}" : "";
        return new ModulePart(name, Type(norm), $"placement.{Type(norm)}({size}, {EpsName(norm)}{bias})", documentation);
    }
}
