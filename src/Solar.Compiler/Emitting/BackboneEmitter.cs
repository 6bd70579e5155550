using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes the part below the head: embedding, layers, final norm.</summary>
internal static class BackboneEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        writer.WriteSummary("Everything below the language-model head: embedding, decoder layers, final norm.");
        writer.Write("public sealed class Backbone : Module");
        using (writer.WriteBlock())
        {
            foreach (string constant in Constants(spec))
            {
                writer.Write(constant);
                writer.Line();
            }

            WriteConstructor(writer, spec);
            writer.Line();
            ModulePart.WriteProperties(writer, Parts(spec));
            WriteForward(writer, spec);
            writer.Write("""

                /// <summary>Does nothing: the constructor registers by name.</summary>
                protected override void RegisterComponents() { }
                """);
        }
    }

    private static ModulePart[] Parts(DecoderSpec spec)
    {
        CheckpointLayout layout = spec.Layout;
        ModulePart embedding = new(
            layout.Embedding, "Embedding", "placement.Embedding(VocabSize, HiddenSize)", $"Embedding of the tokens, weight [{spec.VocabSize}, {spec.HiddenSize}]");
        string layer = LayerParts.Of(spec).Parameters.Length > 0 ? "new DecoderLayer(placement, layer: i)" : "new DecoderLayer(placement)";
        ModulePart layers = new(layout.Layers, "ModuleList<DecoderLayer>", "[]", "The decoder layers, bottom first")
        {
            Fill = $$"""
                for (int i = 0; i < LayerCount; i++)
                {
                    {{EmittedNames.Pascal(layout.Layers)}}.Add({{layer}});
                }
                """,
        };
        string bias = spec.Norm.Bias ? $", bias [{spec.HiddenSize}]" : "";
        string shape = spec.Norm.Module is null ? $", weight [{spec.HiddenSize}]{bias}" : "";
        ModulePart norm = NormText.Part(spec, layout.FinalNorm, "The norm after the last layer" + shape);
        return spec.Positions is LearnedPositionsSpec learned
            ?
            [
                embedding,
                new ModulePart(
                    layout.Positions, "Embedding", "placement.Embedding(MaxPositionEmbeddings, HiddenSize)",
                    $"Embedding of the positions, weight [{learned.NumPositions}, {spec.HiddenSize}]"),
                layers, norm,
            ]
            : [embedding, layers, norm];
    }

    private static IEnumerable<string> Constants(DecoderSpec spec)
    {
        if (!LayerPatternText.HasWindows(spec) && spec.Attention.SlidingWindow is { } window)
        {
            yield return $"private const int SlidingWindow = {Literals.Code(window)};        // latest positions that a query sees, itself included";
        }

        if (spec.EmbeddingScale is { } scale)
        {
            yield return $"private const double EmbeddingScale = {Literals.Code(scale)};";
        }

        if (spec.RotaryEmbedding is { } rotary)
        {
            yield return Rotary(rotary, spec.Attention.HeadDim);
        }
        else if (spec.Positions is AlibiSpec)
        {
            yield return $"private readonly AlibiSlopes _alibi = new(heads: {spec.Attention.NumAttentionHeads}{AlibiText(spec)});";
        }
    }

    private static void WriteConstructor(IndentedWriter writer, DecoderSpec spec)
    {
        writer.Write("internal Backbone(Placement placement) : base(nameof(Backbone))");
        using (writer.WriteBlock())
        {
            ModulePart.WriteConstruction(writer, Parts(spec));
        }
    }

    private static string Rotary(RotaryEmbeddingSpec rotary, int headDim)
    {
        string partial = rotary.RotaryDim < headDim ? $"rotaryDim: {rotary.RotaryDim}, " : "";
        string table = $"headDim: {headDim}, {partial}maxPositions: MaxPositionEmbeddings, theta: {Literals.Code(rotary.Theta)}";
        return rotary.Scaling switch
        {
            null => $"private readonly RotaryTable _rotary = new({table});",
            { Type: "linear" } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Linear(factor: {Literals.Code(scaling.Factor)}));
                """,
            { Type: "dynamic" } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Dynamic(factor: {Literals.Code(scaling.Factor)}));
                """,
            { Type: "yarn" } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Yarn(factor: {Literals.Code(scaling.Factor)}, originalMaxPositions: {Literals.Code(scaling.OriginalMaxPositionEmbeddings)}));
                """,
            { Type: "longrope" } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.LongRope(
                        shortFactors: [{Factors(scaling.ShortFactor)}],
                        longFactors: [{Factors(scaling.LongFactor)}],
                        originalMaxPositions: {Literals.Code(scaling.OriginalMaxPositionEmbeddings)}, factor: {Literals.Code(scaling.Factor)}));
                """,
            { } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Llama3(
                        factor: {Literals.Code(scaling.Factor)}, lowFreqFactor: {Literals.Code(scaling.LowFreqFactor)}, highFreqFactor: {Literals.Code(scaling.HighFreqFactor)}, originalMaxPositions: {Literals.Code(scaling.OriginalMaxPositionEmbeddings)}));
                """,
        };
    }

    private static string Factors(IEnumerable<double> factors) => string.Join(", ", factors.Select(Literals.Code));

    private static void WriteForward(IndentedWriter writer, DecoderSpec spec)
    {
        string size = spec.HiddenSize.ToString(CultureInfo.InvariantCulture);
        string last = EmittedNames.Pascal(spec.Layout.FinalNorm);
        string norm = spec.Norm.Module is null ? $"{last}.forward(top)" : $"OwnModule.Forward({last}, top)";
        writer.Write($$"""
            /// <returns>Hidden states after the final norm, [batch, length, {{size}}].</returns>
            internal Tensor Forward(Tensor inputIds, ForwardContext context)
            {
            {{string.Join("\n", Embed(spec).Select(line => "    " + line))}}
                using AttentionInputs attention = AttentionInputs.Prepare({{Prepared(spec)}});

                int depth = 0;
                foreach (DecoderLayer layer in context.Order({{EmittedNames.Pascal(spec.Layout.Layers)}}))
                {
                    context.Probe(depth, x);

                    using Tensor below = x;                                                 // freed here, unless a gradient needs it
                    x = context.Run(layer.Forward, below, attention, depth++);              // [batch, length, {{size}}]
                }

                context.Cache?.Advance(inputIds.size(1));

                using Tensor top = x;
                Tensor hidden = {{norm}};
                context.Probe(depth, hidden);
                return hidden;
            }
            """);
    }

    private static IEnumerable<string> Embed(DecoderSpec spec)
    {
        const int ShapeColumn = 76;
        string embed = $"{EmittedNames.Pascal(spec.Layout.Embedding)}.call(inputIds);";
        string Shaped(string code) => $"{code.PadRight(ShapeColumn)}// [batch, length, {Literals.Plain(spec.HiddenSize)}]";

        string result = "Tensor x = " + embed;
        if (spec.EmbeddingScale is not null)
        {
            yield return Shaped("using Tensor tokens = " + embed);
            result = "Tensor x = Kernels.ScaleEmbeddings(tokens, EmbeddingScale);";
        }

        if (spec.Positions is not LearnedPositionsSpec)
        {
            yield return Shaped(result);
            yield break;
        }

        yield return "using Tensor positions = PositionIds.Select(inputIds, context, MaxPositionEmbeddings);";
        yield return Shaped(spec.EmbeddingScale is null ? "using Tensor tokens = " + embed : "using Tensor scaled = Kernels.ScaleEmbeddings(tokens, EmbeddingScale);");
        yield return Shaped($"using Tensor places = {EmittedNames.Pascal(spec.Layout.Positions)}.call(positions);");
        yield return Shaped($"Tensor x = {(spec.EmbeddingScale is null ? "tokens" : "scaled")} + places;");
    }

    private static string Prepared(DecoderSpec spec)
    {
        string window = LayerPatternText.HasWindows(spec) || spec.Attention.SlidingWindow is null ? "" : ", SlidingWindow";
        string positions = spec.Positions switch
        {
            RotaryEmbeddingSpec => "_rotary, ",
            AlibiSpec => "_alibi, ",
            _ => "",
        };
        return $"inputIds, context, {positions}x{window}";
    }

    private static string AlibiText(DecoderSpec spec)
    {
        var alibi = (AlibiSpec)spec.Positions;
        return (alibi.Scale.Equals(1.0) ? "" : $", scale: {Literals.Code(alibi.Scale)}") + (alibi.IsRounded ? ", precision: ScalarType.BFloat16" : "");
    }
}
