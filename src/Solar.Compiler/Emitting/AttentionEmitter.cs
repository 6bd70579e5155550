using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes grouped-query self-attention with rotary positions; multi-head attention where every query head has its own keys.</summary>
internal static class AttentionEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        bool grouped = attention.NumKeyValueHeads != attention.NumAttentionHeads;
        string keyValueHeads = grouped ? "KeyValueHeads" : "Heads";
        int hidden = spec.HiddenSize;
        long query = (long)attention.NumAttentionHeads * attention.HeadDim, keyValue = (long)attention.NumKeyValueHeads * attention.HeadDim;

        writer.WriteSummary(Summary(attention));
        writer.Write("public sealed class Attention : Module");
        using (writer.WriteBlock())
        {
            writer.Write($"private const int Heads = {attention.NumAttentionHeads};");
            if (grouped)
            {
                writer.Write($"private const int KeyValueHeads = {attention.NumKeyValueHeads};");
            }

            string bias = attention.QueryKeyValueBias ? ", hasBias: true" : "";
            writer.Write($$"""
                private const int HeadDim = {{attention.HeadDim}};

                internal Attention(Placement placement) : base(nameof(Attention))
                {
                    QProj = placement.Linear(HiddenSize, Heads * HeadDim{{bias}});
                    KProj = placement.Linear(HiddenSize, {{keyValueHeads}} * HeadDim{{bias}});
                    VProj = placement.Linear(HiddenSize, {{keyValueHeads}} * HeadDim{{bias}});
                    OProj = placement.Linear(Heads * HeadDim, HiddenSize{{(attention.OutputBias ? ", hasBias: true" : "")}});

                    register_module("q_proj", QProj);
                    register_module("k_proj", KProj);
                    register_module("v_proj", VProj);
                    register_module("o_proj", OProj);
                }

                /// <summary>Queries, {{ModelText.LinearShape(query, hidden, attention.QueryKeyValueBias)}}.</summary>
                public Linear QProj { get; }

                /// <summary>Keys, {{ModelText.LinearShape(keyValue, hidden, attention.QueryKeyValueBias)}}.</summary>
                public Linear KProj { get; }

                /// <summary>Values, {{ModelText.LinearShape(keyValue, hidden, attention.QueryKeyValueBias)}}.</summary>
                public Linear VProj { get; }

                /// <summary>Output, {{ModelText.LinearShape(hidden, query, attention.OutputBias)}}.</summary>
                public Linear OProj { get; }

                """);
            WriteForward(writer, attention, keyValueHeads);
        }
    }

    private static void WriteForward(IndentedWriter writer, AttentionSpec attention, string keyValueHeads)
    {
        // The shapes stand in one column, wherever the names of the constants end.
        string Shaped(string code, string shape) => $"{code.PadRight(96)}// [batch, {shape}, {attention.HeadDim}]";
        string q = Shaped("Tensor q = QProj.forward(x).view(batch, length, Heads, HeadDim).transpose(1, 2);", $"{attention.NumAttentionHeads}, length");
        string k = Shaped($"Tensor k = KProj.forward(x).view(batch, length, {keyValueHeads}, HeadDim).transpose(1, 2);", $"{attention.NumKeyValueHeads}, length");
        string v = Shaped($"Tensor v = VProj.forward(x).view(batch, length, {keyValueHeads}, HeadDim).transpose(1, 2);", $"{attention.NumKeyValueHeads}, length");
        string all = Shaped("    (k, v) = cache.Append(depth, k, v);", $"{attention.NumKeyValueHeads}, past + length");
        string y = Shaped("Tensor y = Kernels.Attention(q, k, v, attention);", $"{attention.NumAttentionHeads}, length");

        writer.Write($$"""
            internal Tensor Forward(Tensor x, AttentionInputs attention, int depth)
            {
                long batch = x.size(0), length = x.size(1);

                {{q}}
                {{k}}
                {{v}}

                (q, k) = Kernels.ApplyRotary(q, k, attention);
                if (attention.Cache is { } cache)
                {
                {{all}}
                }

                {{y}}
                return OProj.forward(y.transpose(1, 2).reshape(batch, length, Heads * HeadDim));
            }

            /// <summary>Does nothing: the constructor registers by name.</summary>
            protected override void RegisterComponents() { }
            """);
    }

    private static string Summary(AttentionSpec attention)
    {
        string heads = attention.NumKeyValueHeads == attention.NumAttentionHeads
            ? Literals.Count(attention.NumAttentionHeads, "head")
            : $"{Literals.Count(attention.NumAttentionHeads, "query head")} over {Literals.Count(attention.NumKeyValueHeads, "key/value head")}";
        string window = attention.SlidingWindow is { } positions ? $", over the latest {Literals.Count(positions, "position")}" : "";
        return $"Causal self-attention{window}: {heads} of size {attention.HeadDim}, rotary positions.";
    }
}
