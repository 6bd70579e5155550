using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes one decoder layer: attention and feed-forward block, their norms, and how the residual stream runs through them.</summary>
internal static class DecoderLayerEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        writer.WriteSummary(Summary(spec.Residual));
        LayerParts parts = LayerParts.Of(spec);
        ModulePart.WriteClass(writer, "DecoderLayer", [], parts.InOrder, Forward(spec.Residual, parts), parts.Parameters);
    }

    private static string Forward(ResidualSpec residual, LayerParts parts)
    {
        IEnumerable<string> lines = residual.Kind switch
        {
            ResidualKind.Sequential when parts.HasSeveralBlocks && parts.BeforeMlp is not null =>
            [
                $"x = x + {After(parts.AfterAttention, parts.Attend(Before(parts.BeforeAttention, "x")))};",
                $"Tensor normed = {Before(parts.BeforeMlp, "x")};",
                $"x = x + {After(parts.AfterMlp, parts.FeedForward("normed"))};",
            ],
            ResidualKind.Sequential =>
            [
                $"x = x + {After(parts.AfterAttention, parts.Attend(Before(parts.BeforeAttention, "x")))};",
                $"x = x + {After(parts.AfterMlp, parts.FeedForward(Before(parts.BeforeMlp, "x")))};",
            ],
            ResidualKind.Parallel =>
                [$"x = x + {parts.Attend(Before(parts.BeforeAttention, "x"))} + {parts.FeedForward(Before(parts.BeforeMlp, "x"))};"],
            _ =>
            [
                $"Tensor normed = {Before(parts.BeforeAttention, "x")};",
                $"x = x + {parts.Attend("normed")} + {parts.FeedForward("normed")};",
            ],
        };
        return $$"""
            internal Tensor Forward(Tensor x, AttentionInputs attention, int depth)
            {
                using var scope = NewDisposeScope();                                        // what the layer makes ends with it

            {{string.Join("\n", lines.Select(line => "    " + line))}}
                return x.MoveToOuterDisposeScope();
            }
            """;
    }

    private static string Before(ModulePart? norm, string x) => norm is null ? x : $"{norm.Property}.forward({x})";

    private static string After(ModulePart? norm, string y) => norm is null ? y : $"{norm.Property}.forward({y})";

    private static string Summary(ResidualSpec residual) => (residual.Kind, residual.Norms) switch
    {
        (ResidualKind.Parallel, _) => "x + attention(norm₁(x)) + mlp(norm₂(x)).",
        (ResidualKind.ParallelSharedNorm, _) => "x + attention(norm(x)) + mlp(norm(x)).",
        (_, NormPlacement.After) => "x + norm(attention(x)), then x + norm(mlp(x)).",
        (_, NormPlacement.Sandwich) => "x + norm(attention(norm(x))), then x + norm(mlp(norm(x))).",
        _ => "x + attention(norm(x)), then x + mlp(norm(x)).",
    };
}
