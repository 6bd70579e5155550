using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>The lines that make queries, keys and values of hidden states, each with its shape.</summary>
internal static class AttentionProjections
{
    public static IEnumerable<(string Code, string Shape)> Lines(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        AttentionNames names = spec.Layout.Attention;
        string fused = EmittedNames.Pascal(names.Fused) + ".call(x)";
        return names.Layout switch
        {
            ProjectionLayout.Separate => Separate(spec),
            ProjectionLayout.Concatenated => Concatenated(spec, fused),
            _ when AttentionEmitter.IsGrouped(attention) => Interleaved(attention, fused),
            _ => InterleavedPerHead(attention, fused),
        };
    }

    private static IEnumerable<(string Code, string Shape)> Separate(DecoderSpec spec)
    {
        AttentionSpec attention = spec.Attention;
        AttentionNames names = spec.Layout.Attention;
        string keyValueHeads = AttentionEmitter.KeyValueHeads(attention);
        yield return Query(attention, "q", Split(spec, Call(names.Query), "Heads", names.QueryNorm));
        yield return Key(attention, "k", Split(spec, Call(names.Key), keyValueHeads, names.KeyNorm));
        yield return Key(attention, "v", Split(spec, Call(names.Value), keyValueHeads, norm: null));
    }

    private static IEnumerable<(string Code, string Shape)> Concatenated(DecoderSpec spec, string fused)
    {
        AttentionSpec attention = spec.Attention;
        AttentionNames names = spec.Layout.Attention;
        string keyValueHeads = AttentionEmitter.KeyValueHeads(attention);
        string widths = AttentionEmitter.IsGrouped(attention) ? "[Heads * HeadDim, KeyValueHeads * HeadDim, KeyValueHeads * HeadDim]" : "Heads * HeadDim";
        string keyValueSize = Literals.Plain(attention.KeyValueSize);
        yield return ($"Tensor[] qkv = {fused}.split({widths}, dim: 2);", $"batch, length, {Literals.Plain(attention.QuerySize)} + {keyValueSize} + {keyValueSize}");
        yield return Query(attention, "q", Split(spec, "qkv[0]", "Heads", names.QueryNorm));
        yield return Key(attention, "k", Split(spec, "qkv[1]", keyValueHeads, names.KeyNorm));
        yield return Key(attention, "v", Split(spec, "qkv[2]", keyValueHeads, norm: null));
    }

    private static IEnumerable<(string Code, string Shape)> Interleaved(AttentionSpec attention, string fused)
    {
        int groups = attention.NumAttentionHeads / attention.NumKeyValueHeads;
        yield return (
            $"Tensor qkv = {fused}.view(batch, length, KeyValueHeads, Groups + 2, HeadDim);",
            $"batch, length, {attention.NumKeyValueHeads}, {groups} + 2, {attention.HeadDim}");
        yield return Query(attention, "q", "qkv.narrow(3, 0, Groups).reshape(batch, length, Heads, HeadDim)");
        yield return Key(attention, "k", "qkv.select(3, Groups)");
        yield return Key(attention, "v", "qkv.select(3, Groups + 1)");
    }

    private static IEnumerable<(string Code, string Shape)> InterleavedPerHead(AttentionSpec attention, string fused)
    {
        yield return (
            $"Tensor qkv = {fused}.view(batch, length, Heads, 3, HeadDim);", $"batch, length, {attention.NumAttentionHeads}, 3, {attention.HeadDim}");
        yield return Query(attention, "q", "qkv.select(3, 0)");
        yield return Key(attention, "k", "qkv.select(3, 1)");
        yield return Key(attention, "v", "qkv.select(3, 2)");
    }

    // The heads of a projection; a norm of all heads stands before they are split, one of each head behind.
    private static string Split(DecoderSpec spec, string projected, string heads, string? norm)
    {
        QueryKeyNorm kind = norm is null ? QueryKeyNorm.None : spec.Attention.QueryKeyNorm;
        string view = $".view(batch, length, {heads}, HeadDim)";
        return kind switch
        {
            QueryKeyNorm.Whole => $"{EmittedNames.Pascal(norm!)}.forward({projected}){view}",
            QueryKeyNorm.PerHead => $"{EmittedNames.Pascal(norm!)}.forward({projected}{view})",
            _ => projected + view,
        };
    }

    private static (string Code, string Shape) Query(AttentionSpec attention, string name, string split) => Line(name, split, attention.NumAttentionHeads, attention.HeadDim);

    private static (string Code, string Shape) Key(AttentionSpec attention, string name, string split) => Line(name, split, attention.NumKeyValueHeads, attention.HeadDim);

    private static (string Code, string Shape) Line(string name, string split, int heads, int headDim) =>
        ($"Tensor {name} = {split}.transpose(1, 2);", $"batch, {heads}, length, {headDim}");

    private static string Call(string name) => EmittedNames.Pascal(name) + ".call(x)";
}
