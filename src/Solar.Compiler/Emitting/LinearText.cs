using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Linear maps of a layer in emitted code; some families store them transposed.</summary>
internal static class LinearText
{
    /// <summary>A linear map as a part of a module.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="name">Its name.</param>
    /// <param name="documentation">What it is for; its shapes are added.</param>
    /// <param name="inCode">Width of its input, as code.</param>
    /// <param name="outCode">Width of its output, as code.</param>
    /// <param name="inSize">Width of its input.</param>
    /// <param name="outSize">Width of its output.</param>
    /// <param name="bias">Whether it has a bias.</param>
    public static ModulePart Part(
        DecoderSpec spec, string name, string documentation, string inCode, string outCode, long inSize, long outSize, bool bias)
    {
        bool transposed = spec.Layout.IsTransposed;
        string type = transposed ? "Conv1D" : "Linear";
        string shape = transposed
            ? $"weight [{Literals.Plain(inSize)}, {Literals.Plain(outSize)}]{(bias ? $", bias [{Literals.Plain(outSize)}]" : "")}"
            : ModelText.LinearShape(outSize, inSize, bias);
        string argument = transposed ? "" : bias ? ", hasBias: true" : "";
        return new ModulePart(name, type, $"placement.{type}({inCode}, {outCode}{argument})", $"{documentation}, {shape}");
    }
}
