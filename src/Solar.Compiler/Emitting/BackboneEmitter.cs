using System.Globalization;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes the part below the head: embedding, layers, final norm.</summary>
internal static class BackboneEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        writer.Write("""
            /// <summary>Everything below the language-model head: embedding, decoder layers, final norm.</summary>
            public sealed class Backbone : Module
            """);
        using (writer.WriteBlock())
        {
            if (spec.Attention.SlidingWindow is { } window)
            {
                writer.Write($"private const int SlidingWindow = {Literals.Code(window)};        // latest positions that a query sees, itself included\n");
            }

            WriteRotary(writer, spec.RotaryEmbedding!, spec.Attention.HeadDim);
            writer.Write($$"""

                internal Backbone(Placement placement) : base(nameof(Backbone))
                {
                    EmbedTokens = placement.Embedding(VocabSize, HiddenSize);
                    Layers = [];
                    for (int i = 0; i < LayerCount; i++)
                    {
                        Layers.Add(new DecoderLayer(placement));
                    }

                    Norm = placement.RmsNorm(HiddenSize, RmsNormEps);

                    register_module("embed_tokens", EmbedTokens);
                    register_module("layers", Layers);
                    register_module("norm", Norm);
                }

                /// <summary>Embedding of the tokens, weight [{{spec.VocabSize}}, {{spec.HiddenSize}}].</summary>
                public Embedding EmbedTokens { get; }

                /// <summary>The decoder layers, bottom first.</summary>
                public ModuleList<DecoderLayer> Layers { get; }

                /// <summary>The norm after the last layer, weight [{{spec.HiddenSize}}].</summary>
                public RmsNorm Norm { get; }

                """);
            WriteForward(writer, spec);
            writer.Write("""

                /// <summary>Does nothing: the constructor registers by name.</summary>
                protected override void RegisterComponents() { }
                """);
        }
    }

    private static void WriteRotary(IndentedWriter writer, RotaryEmbeddingSpec rotary, int headDim)
    {
        string table = $"headDim: {headDim}, maxPositions: MaxPositionEmbeddings, theta: {Literals.Code(rotary.Theta)}";
        writer.Write(rotary.Scaling switch
        {
            null => $"private readonly RotaryTable _rotary = new({table});",
            { Type: "linear" } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Linear(factor: {Literals.Code(scaling.Factor)}));
                """,
            { } scaling => $"""
                private readonly RotaryTable _rotary = new(
                    {table},
                    scaling: RopeScaling.Llama3(
                        factor: {Literals.Code(scaling.Factor)}, lowFreqFactor: {Literals.Code(scaling.LowFreqFactor)}, highFreqFactor: {Literals.Code(scaling.HighFreqFactor)}, originalMaxPositions: {Literals.Code(scaling.OriginalMaxPositionEmbeddings)}));
                """,
        });
    }

    private static void WriteForward(IndentedWriter writer, DecoderSpec spec)
    {
        string window = spec.Attention.SlidingWindow is null ? "" : ", SlidingWindow";
        string size = spec.HiddenSize.ToString(CultureInfo.InvariantCulture);
        writer.Write($$"""
            /// <returns>Hidden states after the final norm, [batch, length, {{size}}].</returns>
            internal Tensor Forward(Tensor inputIds, ForwardContext context)
            {
                Tensor x = EmbedTokens.forward(inputIds);                                   // [batch, length, {{size}}]
                using AttentionInputs attention = AttentionInputs.Prepare(inputIds, context, _rotary, x{{window}});

                int depth = 0;
                foreach (DecoderLayer layer in context.Order(Layers))
                {
                    context.Probe(depth, x);

                    using Tensor below = x;                                                 // freed here, unless a gradient needs it
                    x = layer.Forward(below, attention, depth++);                           // [batch, length, {{size}}]
                }

                context.Cache?.Advance(inputIds.size(1));

                using Tensor top = x;
                Tensor hidden = Norm.forward(top);
                context.Probe(depth, hidden);
                return hidden;
            }
            """);
    }
}
