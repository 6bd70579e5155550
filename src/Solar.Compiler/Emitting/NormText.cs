using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Norms in emitted code.</summary>
internal static class NormText
{
    /// <summary>The constant that holds the epsilon.</summary>
    public static string EpsName(NormSpec norm) => norm.Kind == NormKind.Layer ? "LayerNormEps" : "RmsNormEps";

    /// <summary>Its type.</summary>
    public static string Type(NormSpec norm) => norm.Kind switch
    {
        NormKind.Layer => "LayerNorm",
        NormKind.RmsPlusOne => "GemmaRmsNorm",
        _ => "RmsNorm",
    };

    /// <summary>A norm as a part of a module.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="norm">What it computes.</param>
    /// <param name="size">Over how many features, as code.</param>
    /// <param name="documentation">What hovering shows.</param>
    public static ModulePart Part(string name, NormSpec norm, string size, string documentation) =>
        new(name, Type(norm), $"placement.{Type(norm)}({size}, {EpsName(norm)}{(norm.Kind == NormKind.Layer ? $", hasBias: {Literals.Code(norm.Bias)}" : "")})", documentation);
}
