using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes a feed-forward block: gated or plain, its way in as one matrix or two.</summary>
internal static class MlpEmitter
{
    /// <summary>The class of the block of a layer.</summary>
    public static string ClassName(MlpSpec mlp) => mlp.IsGated ? "GatedMlp" : "Mlp";

    /// <summary>Writes the class.</summary>
    /// <param name="writer">Where it is written.</param>
    /// <param name="spec">The model.</param>
    /// <param name="mlp">The block.</param>
    /// <param name="names">The names of its parts.</param>
    /// <param name="className">The name of the class.</param>
    /// <param name="what">What it is, in front of the formula; empty for nothing.</param>
    public static void Write(IndentedWriter writer, DecoderSpec spec, MlpSpec mlp, MlpNames names, string className, string what = "")
    {
        string act = ActivationText.Name(mlp.HiddenAct);
        string formula = mlp.IsGated ? $"down({act}(gate(x)) · up(x))" : $"down({act}(up(x)))";
        writer.WriteSummary($"{what}{formula}, {spec.HiddenSize} → {mlp.IntermediateSize} → {spec.HiddenSize}.");
        ModulePart.WriteClass(
            writer, className, [$"private const int IntermediateSize = {Literals.Code(mlp.IntermediateSize)};"], Parts(spec, mlp, names), Forward(mlp, names));
    }

    private static List<ModulePart> Parts(DecoderSpec spec, MlpSpec mlp, MlpNames names)
    {
        ModulePart In(string name, string documentation) =>
            LinearText.Part(spec, name, documentation, "HiddenSize", "IntermediateSize", spec.HiddenSize, mlp.IntermediateSize, mlp.Bias);

        List<ModulePart> parts = [];
        if (!mlp.IsGated)
        {
            parts.Add(In(names.Up, "The way in"));
        }
        else if (names.GateUp is { } both)
        {
            parts.Add(LinearText.Part(
                spec, both, "Gate, and below it what is gated", "HiddenSize", "2 * IntermediateSize", spec.HiddenSize, 2L * mlp.IntermediateSize, mlp.Bias));
        }
        else
        {
            ModulePart gate = In(names.Gate, "Gate"), up = In(names.Up, "What is gated");
            parts.AddRange(names.UpFirst ? [up, gate] : [gate, up]);
        }

        parts.Add(LinearText.Part(spec, names.Down, "The way back", "IntermediateSize", "HiddenSize", mlp.IntermediateSize, spec.HiddenSize, mlp.Bias));
        return parts;
    }

    private static string Forward(MlpSpec mlp, MlpNames names)
    {
        string down = EmittedNames.Pascal(names.Down);
        if (mlp.IsGated && names.GateUp is { } both)
        {
            return $$"""
                internal Tensor Forward(Tensor x)
                {
                    Tensor both = {{EmittedNames.Pascal(both)}}.call(x);
                    Tensor gate = both.narrow(-1, 0, IntermediateSize);
                    Tensor up = both.narrow(-1, IntermediateSize, IntermediateSize);
                    return {{down}}.call({{ActivationText.Of(mlp.HiddenAct, "gate")}} * up);
                }
                """;
        }

        string up = $"{EmittedNames.Pascal(names.Up)}.call(x)";
        if (!mlp.IsGated)
        {
            return $"internal Tensor Forward(Tensor x) => {down}.call({ActivationText.Of(mlp.HiddenAct, up)});";
        }

        string gate = ActivationText.Of(mlp.HiddenAct, $"{EmittedNames.Pascal(names.Gate)}.call(x)");
        return $"internal Tensor Forward(Tensor x) => {down}.call({(names.UpFirst ? $"{up} * {gate}" : $"{gate} * {up}")});";
    }
}
