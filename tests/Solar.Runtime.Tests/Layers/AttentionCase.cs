using System;
using System.Linq;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Layers;

/// <summary>One situation of attention: who sees whom, said once for the kernel and once for the reference.</summary>
/// <param name="Heads">Query heads.</param>
/// <param name="KeyValueHeads">Key/value heads.</param>
/// <param name="Past">Tokens in the cache.</param>
/// <param name="Length">Tokens of the pass.</param>
/// <param name="Window">Sliding window of the pass.</param>
/// <param name="Padding">Rows of 0 and 1, one per sequence, such as "0011"; empty for none.</param>
public sealed record AttentionCase(int Heads, int KeyValueHeads, int Past, int Length, int? Window, params string[] Padding)
{
    internal const int HeadDim = 8;

    /// <summary>Sliding window of the layer.</summary>
    public int? LayerWindow { get; init; }

    /// <summary>What q · k is multiplied by.</summary>
    public double? Scale { get; init; }

    /// <summary>The bound of the scores.</summary>
    public double? SoftCap { get; init; }

    /// <summary>For ALiBi the slope of each head, as published; empty for none.</summary>
    public double[] Slopes { get; init; } = [];

    internal int Batch => Math.Max(1, Padding.Length);

    internal int Total => Past + Length;

    internal Tensor? Mask => Padding.Length == 0
        ? null
        : tensor(Padding.SelectMany(row => row).Select(mark => mark - '0').Select(mark => (long)mark).ToArray()).reshape(Batch, Total);

    internal bool IsReal(int b, int j) => Padding.Length == 0 || Padding[b][j] == '1';

    internal bool IsVisible(int b, int i, int j)
    {
        int at = Past + i;
        int? window = LayerWindow ?? Window;
        return j == at || (j < at && IsReal(b, j) && (window is null || at - j < window));
    }

    /// <summary>The score of a query and a key, from their product.</summary>
    internal double Score(int b, int h, int i, int j, double product)
    {
        double score = product * (Scale ?? (1 / Math.Sqrt(HeadDim)));
        if (SoftCap is { } cap)
        {
            score = cap * Math.Tanh(score / cap);
        }

        return Slopes.Length == 0 ? score : score - (Slopes[h] * (Place(b, Past + i) - Place(b, j)));
    }

    // A token's place among the real ones.
    private int Place(int b, int at) => Enumerable.Range(0, at + 1).Count(other => IsReal(b, other)) - 1;

    internal Tensor Attend(Tensor q, Tensor k, Tensor v) => With(inputs => Kernels.Attention(q, k, v, inputs, Scale, SoftCap, LayerWindow));

    internal Tensor Reference(Tensor q, Tensor k, Tensor v) => ReferenceAttention.Compute(q, k, v, IsVisible, Score);

    /// <summary>Runs <paramref name="attend"/> with the inputs that a model would prepare.</summary>
    internal T With<T>(Func<AttentionInputs, T> attend)
    {
        using KeyValueCache cache = new(Batch, KeyValueHeads, HeadDim, Total);
        if (Past > 0)
        {
            cache.Advance(Past);
        }

        Tensor ids = zeros(Batch, Length, dtype: ScalarType.Int64);
        ForwardContext context = new() { AttentionMask = Mask, Cache = Past > 0 ? cache : null };
        using AttentionInputs inputs = Slopes.Length == 0
            ? AttentionInputs.Prepare(ids, context, new RotaryTable(HeadDim, 64, 10_000), zeros(1), Window)
            : AttentionInputs.Prepare(ids, context, new AlibiSlopes(Heads), zeros(1), Window);
        return attend(inputs);
    }

    public override string ToString() =>
        $"{Heads}/{KeyValueHeads} heads, {Past}+{Length} tokens, window {Window?.ToString() ?? "none"}, padding [{string.Join(' ', Padding)}]"
        + $", layer's window {LayerWindow?.ToString() ?? "none"}, scale {Scale}, cap {SoftCap}, slopes [{string.Join(' ', Slopes)}]";
}
