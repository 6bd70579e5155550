using System.Collections.Generic;
using System.Linq;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>Writes self-attention: multi-head, grouped or of one key/value head, its projections as three matrices or as one. A module of one's own has its class already.</summary>
internal static class AttentionEmitter
{
    public static void Write(IndentedWriter writer, DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        writer.WriteSummary(Summary(spec));
        bool ofLayer = LayerPatternText.HasWindows(spec);
        ModulePart.WriteClass(
            writer, "Attention", Constants(spec, ofLayer), Parts(spec), Forward(spec, attention, ofLayer),
            ofLayer ? ", int? slidingWindow" : "", ofLayer ? "_slidingWindow = slidingWindow;" : "");
    }

    private static IEnumerable<string> Constants(DecoderSpec spec, bool ofLayer)
    {
        AttentionSpec attention = spec.Attention;
        yield return $"private const int Heads = {attention.NumAttentionHeads};";
        if (IsGrouped(attention))
        {
            yield return $"private const int KeyValueHeads = {attention.NumKeyValueHeads};";
        }

        if (spec.Layout.Attention.Layout == ProjectionLayout.Interleaved && IsGrouped(attention))
        {
            yield return "private const int Groups = Heads / KeyValueHeads;";
        }

        yield return $"private const int HeadDim = {attention.HeadDim};";
        if (attention.Scale is { } scale)
        {
            yield return $"private const double Scale = {Literals.Code(scale)};";
        }

        if (attention.SoftCap is { } cap)
        {
            yield return $"private const double AttnLogitSoftcapping = {Literals.Code(cap)};";
        }

        if (ofLayer)
        {
            yield return "\nprivate readonly int? _slidingWindow;";
        }
    }

    private static List<ModulePart> Parts(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        AttentionNames names = spec.Layout.Attention;
        string keyValueHeads = KeyValueHeads(attention);
        bool bias = attention.QueryKeyValueBias;

        ModulePart In(string name, string documentation, string heads, long size) =>
            LinearText.Part(spec, name, documentation, "HiddenSize", $"{heads} * HeadDim", spec.HiddenSize, size, bias);

        List<ModulePart> parts = names.Layout switch
        {
            ProjectionLayout.Separate =>
            [
                In(names.Query, "Queries", "Heads", attention.QuerySize),
                In(names.Key, "Keys", keyValueHeads, attention.KeyValueSize),
                In(names.Value, "Values", keyValueHeads, attention.KeyValueSize),
            ],
            ProjectionLayout.Concatenated =>
                [In(names.Fused, "Queries, then keys, then values", FusedHeads(attention), attention.QuerySize + (2 * attention.KeyValueSize))],
            _ =>
            [
                In(
                    names.Fused, IsGrouped(attention) ? "For each key/value head its queries, its key, its value" : "For each head its query, its key, its value",
                    FusedHeads(attention), attention.QuerySize + (2 * attention.KeyValueSize)),
            ],
        };

        ModulePart output = LinearText.Part(
            spec, names.Output, "Output", "Heads * HeadDim", "HiddenSize", attention.QuerySize, spec.HiddenSize, attention.OutputBias);
        parts.Add(output);
        if (attention.QueryKeyNorm != QueryKeyNorm.None)
        {
            bool whole = attention.QueryKeyNorm == QueryKeyNorm.Whole;
            parts.Add(NormText.OfHeads(
                spec, names.QueryNorm, whole ? "Heads * HeadDim" : "HeadDim",
                $"The norm of {(whole ? "all queries of a position" : "each query")}, weight [{Literals.Plain(whole ? attention.QuerySize : attention.HeadDim)}]"));
            parts.Add(NormText.OfHeads(
                spec, names.KeyNorm, whole ? $"{keyValueHeads} * HeadDim" : "HeadDim",
                $"The norm of {(whole ? "all keys of a position" : "each key")}, weight [{Literals.Plain(whole ? attention.KeyValueSize : attention.HeadDim)}]"));
        }

        return parts;
    }

    private static string Forward(DecoderSpec spec, AttentionSpec attention, bool ofLayer)
    {
        ShapedLines lines = new();
        lines.Add("long batch = x.size(0), length = x.size(1);");
        lines.Add("");
        foreach ((string projection, string made) in AttentionProjections.Lines(spec))
        {
            lines.Add(projection, made);
        }

        lines.Add("");
        if (spec.RotaryEmbedding is not null)
        {
            lines.Add("(q, k) = Kernels.ApplyRotary(q, k, attention);");
        }

        lines.Add("if (attention.Cache is { } cache)");
        lines.Add("{");
        lines.Add("    (k, v) = cache.Append(depth, k, v);", $"batch, {attention.NumKeyValueHeads}, past + length, {attention.HeadDim}");
        lines.Add("}");
        lines.Add("");
        string shape = $"batch, {attention.NumAttentionHeads}, length, {attention.HeadDim}";
        string[] options = [.. Options(attention, ofLayer)];
        if (options.Length < 2)
        {
            lines.Add($"Tensor y = Kernels.Attention({string.Join(", ", options.Prepend("q, k, v, attention"))});", shape);
        }
        else
        {
            lines.Add("Tensor y = Kernels.Attention(");
            lines.Add($"    q, k, v, attention, {string.Join(", ", options)});", shape);
        }

        lines.Add($"return {EmittedNames.Pascal(spec.Layout.Attention.Output)}.call(y.transpose(1, 2).reshape(batch, length, Heads * HeadDim));");
        return lines.ToMethod("internal Tensor Forward(Tensor x, AttentionInputs attention, int depth)");
    }

    private static IEnumerable<string> Options(AttentionSpec attention, bool ofLayer)
    {
        if (ofLayer)
        {
            yield return "slidingWindow: _slidingWindow";
        }

        if (attention.Scale is not null)
        {
            yield return "scale: Scale";
        }

        if (attention.SoftCap is not null)
        {
            yield return "softCap: AttnLogitSoftcapping";
        }
    }

    /// <summary>The constant that holds the number of key/value heads.</summary>
    public static string KeyValueHeads(AttentionSpec attention) => IsGrouped(attention) ? "KeyValueHeads" : "Heads";

    /// <summary>Whether several query heads read one key/value head.</summary>
    public static bool IsGrouped(AttentionSpec attention) => attention.NumKeyValueHeads != attention.NumAttentionHeads;

    private static string FusedHeads(AttentionSpec attention) => IsGrouped(attention) ? "(Heads + 2 * KeyValueHeads)" : "3 * Heads";

    private static string Summary(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        string heads = !IsGrouped(attention)
            ? Literals.Count(attention.NumAttentionHeads, "head")
            : $"{Literals.Count(attention.NumAttentionHeads, "query head")} over {Literals.Count(attention.NumKeyValueHeads, "key/value head")}";
        string window = LayerPatternText.HasWindows(spec) ? ", in some layers over the latest positions"
            : attention.SlidingWindow is { } positions ? $", over the latest {Literals.Count(positions, "position")}" : "";
        string where = spec.Positions switch
        {
            RotaryEmbeddingSpec rotary when rotary.RotaryDim < attention.HeadDim => $"rotary positions in the first {rotary.RotaryDim} features",
            RotaryEmbeddingSpec => "rotary positions",
            AlibiSpec => "scores that fall with distance (ALiBi)",
            _ => "positions known from the embeddings",
        };
        return $"Causal self-attention{window}: {heads} of size {attention.HeadDim}, {where}.";
    }
}
