using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes a mixture of experts: the router, the experts, and the expert that every position goes through.</summary>
internal static class MixtureOfExpertsEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec, MixtureOfExpertsSpec mixture)
    {
        ExpertNames names = spec.Layout.Experts;
        string shared = mixture.SharedExpert is null ? "" : ", beside one that all go through";
        writer.WriteSummary(
            $"A router sends each position to {mixture.NumExpertsPerToken} of {Literals.Count(mixture.NumExperts, "expert")}{shared}; cost follows the choices, not the experts.");
        ModulePart.WriteClass(
            writer,
            "SparseMoe",
            [
                $"private const int NumExperts = {Literals.Code(mixture.NumExperts)};",
                $"private const int NumExpertsPerTok = {Literals.Code(mixture.NumExpertsPerToken)};        // to how many of them a position goes",
            ],
            [.. Parts(spec, mixture)],
            Forward(spec, mixture));
        writer.Line();
        MlpEmitter.Write(writer, spec, mixture.Expert, names.Expert, "Expert", "One expert: ");
        if (mixture.SharedExpert is { } all)
        {
            writer.Line();
            MlpEmitter.Write(writer, spec, all, names.Expert, "SharedExpertMlp", "The expert that every position goes through: ");
        }
    }

    private static IEnumerable<ModulePart> Parts(DecoderSpec spec, MixtureOfExpertsSpec mixture)
    {
        ExpertNames names = spec.Layout.Experts;
        yield return new ModulePart(
            names.Router, "Linear", "placement.Linear(HiddenSize, NumExperts)", $"The router, {ModelText.LinearShape(mixture.NumExperts, spec.HiddenSize, bias: false)}");
        yield return new ModulePart(names.List, "ModuleList<Expert>", "[]", "The experts")
        {
            Fill = $$"""
                for (int e = 0; e < NumExperts; e++)
                {
                    {{EmittedNames.Pascal(names.List)}}.Add(new Expert(placement));
                }
                """,
        };
        if (mixture.SharedExpert is not null)
        {
            yield return new ModulePart(names.Shared, "SharedExpertMlp", "new SharedExpertMlp(placement)", "The expert that every position goes through");
        }

        if (mixture.SharedExpertGate)
        {
            yield return new ModulePart(
                names.SharedGate, "Linear", "placement.Linear(HiddenSize, 1)", $"How much the shared expert counts, {ModelText.LinearShape(1, spec.HiddenSize, bias: false)}");
        }
    }

    private static string Forward(DecoderSpec spec, MixtureOfExpertsSpec mixture)
    {
        ExpertNames names = spec.Layout.Experts;
        string tokens = $"batch · length, {Literals.Plain(spec.HiddenSize)}";
        ShapedLines lines = new();
        lines.Add("Tensor tokens = x.reshape(-1, HiddenSize);", tokens);
        lines.Add($"Tensor logits = {EmittedNames.Pascal(names.Router)}.call(tokens);", $"batch · length, {Literals.Plain(mixture.NumExperts)}");
        lines.Add("pass.Routers?.Add(logits);");
        lines.Add("");
        lines.Add(
            $"(Tensor weights, Tensor chosen) = MixtureOfExperts.Route(logits, NumExpertsPerTok, normalize: {Literals.Code(mixture.NormTopK)});",
            $"batch · length, {Literals.Plain(mixture.NumExpertsPerToken)}");
        lines.Add($"Tensor y = MixtureOfExperts.Dispatch(tokens, weights, chosen, NumExperts, (e, own) => {EmittedNames.Pascal(names.List)}[e].Forward(own));", tokens);
        if (mixture.SharedExpert is not null)
        {
            string shared = $"{EmittedNames.Pascal(names.Shared)}.Forward(tokens)";
            lines.Add(mixture.SharedExpertGate
                ? $"y = y + functional.sigmoid({EmittedNames.Pascal(names.SharedGate)}.call(tokens)) * {shared};"
                : $"y = y + {shared};");
        }

        lines.Add("return y.view_as(x);");
        return lines.ToMethod("internal Tensor Forward(Tensor x, AttentionInputs pass)");
    }
}
