using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace Solar.Runtime.Layers;

/// <summary>What all layers of one forward pass share: rotary angles or ALiBi, masks, cache, and who wants to see the routers.</summary>
public sealed class AttentionInputs : IDisposable
{
    private readonly PassShape _shape;
    private readonly PaddingMask _padding;
    private readonly Tensor? _alibi;
    private readonly Tensor? _documents;
    private readonly long? _slidingWindow;
    private readonly Dictionary<(long Window, bool IsWritten), Sight> _sights;
    private readonly StrongBox<int> _owners;
    private bool _isDisposed;

    private AttentionInputs(
        PassShape shape, PaddingMask padding, (Tensor Cos, Tensor Sin)? rotary, Tensor? alibi, long? slidingWindow, ForwardContext context)
    {
        _shape = shape;
        _padding = padding;
        _alibi = alibi;
        _documents = context.DocumentIds;
        _slidingWindow = slidingWindow;
        _sights = [];
        _owners = new StrongBox<int>(1);
        Rotary = rotary;
        Cache = context.Cache;
        Routers = context.Routers;
    }

    private AttentionInputs(AttentionInputs shared)
    {
        _shape = shared._shape;
        _padding = shared._padding;
        _alibi = shared._alibi;
        _documents = shared._documents;
        _slidingWindow = shared._slidingWindow;
        _sights = shared._sights;
        _owners = shared._owners;
        _owners.Value++;
        Rotary = shared.Rotary;
        Cache = shared.Cache;
        Routers = shared.Routers is null ? null : new RouterLog();
    }

    /// <summary>Keys and values of the tokens before; null for none.</summary>
    public KeyValueCache? Cache { get; }

    /// <summary>Where layers with experts put their router logits; null where nobody asks for them.</summary>
    public RouterLog? Routers { get; }

    /// <summary>
    /// cos(angle) of each position and sin(angle), its first half negated, broadcast over [batch, heads, length, rotaryDim];
    /// null for a model without rotary positions.
    /// </summary>
    internal (Tensor Cos, Tensor Sin)? Rotary { get; }

    /// <summary>Prepares a pass of a model with rotary positions.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What the caller gave.</param>
    /// <param name="rotary">The model's rotary table.</param>
    /// <param name="like">The hidden states: their device and type are taken.</param>
    /// <param name="slidingWindow">Number of latest positions that a query sees, itself included, where a layer says nothing else; null for all.</param>
    /// <exception cref="ArgumentException">Mask or positions do not fit the ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException">More positions than the model was declared with.</exception>
    /// <exception cref="InvalidOperationException">The cache is too small.</exception>
    public static AttentionInputs Prepare(
        Tensor inputIds, ForwardContext context, RotaryTable rotary, Tensor like, long? slidingWindow = null)
    {
        ArgumentNullException.ThrowIfNull(rotary);
        PassShape shape = PassShape.Of(inputIds, context, like);
        PaddingMask padding = PaddingMask.Read(context.AttentionMask, shape.Batch, shape.Past, shape.Length);
        try
        {
            (Tensor, Tensor) angles = RotaryPositions.Select(context.Positions, padding, rotary, shape);
            return new AttentionInputs(shape, padding, angles, alibi: null, slidingWindow, context);
        }
        catch
        {
            padding.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a pass of a model whose attention knows no positions, since its embeddings have them already (<see cref="PositionIds"/>).</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What the caller gave.</param>
    /// <param name="like">The hidden states: their device and type are taken.</param>
    /// <param name="slidingWindow">Number of latest positions that a query sees, itself included, where a layer says nothing else; null for all.</param>
    /// <exception cref="ArgumentException">The mask does not fit the ids.</exception>
    /// <exception cref="InvalidOperationException">The cache is too small.</exception>
    public static AttentionInputs Prepare(Tensor inputIds, ForwardContext context, Tensor like, long? slidingWindow = null)
    {
        PassShape shape = PassShape.Of(inputIds, context, like);
        PaddingMask padding = PaddingMask.Read(context.AttentionMask, shape.Batch, shape.Past, shape.Length);
        return new AttentionInputs(shape, padding, rotary: null, alibi: null, slidingWindow, context);
    }

    /// <summary>Prepares a pass of a model with attention that fades with distance (ALiBi); given positions have no say in it.</summary>
    /// <param name="inputIds">Token ids, int64 [batch, length].</param>
    /// <param name="context">What the caller gave.</param>
    /// <param name="alibi">How fast each head fades.</param>
    /// <param name="like">The hidden states: their device and type are taken.</param>
    /// <param name="slidingWindow">Number of latest positions that a query sees, itself included, where a layer says nothing else; null for all.</param>
    /// <exception cref="ArgumentException">The mask does not fit the ids.</exception>
    /// <exception cref="InvalidOperationException">The cache is too small.</exception>
    public static AttentionInputs Prepare(
        Tensor inputIds, ForwardContext context, AlibiSlopes alibi, Tensor like, long? slidingWindow = null)
    {
        ArgumentNullException.ThrowIfNull(alibi);
        PassShape shape = PassShape.Of(inputIds, context, like);
        PaddingMask padding = PaddingMask.Read(context.AttentionMask, shape.Batch, shape.Past, shape.Length);
        return new AttentionInputs(shape, padding, rotary: null, alibi.Bias(padding, shape), slidingWindow, context);
    }

    /// <summary>What a layer that writes its attention out itself adds to its scores, before the softmax; <see cref="Kernels.Attention"/> does so itself.</summary>
    /// <param name="slidingWindow">The layer's window; null for the one of the pass.</param>
    /// <returns>
    /// 0 or an ALiBi bias where a query sees a key, -∞ elsewhere, [batch or 1, heads or 1, length, past + length]; null where every query sees every key.
    /// It belongs to the pass.
    /// </returns>
    public Tensor? Mask(long? slidingWindow = null) => See(slidingWindow, isWritten: true).Mask;

    /// <summary>Frees what was made for the pass; not the cache.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (--_owners.Value > 0)
        {
            return;
        }

        foreach (Sight sight in _sights.Values)
        {
            sight.Mask?.Dispose();
        }

        _sights.Clear();
        _alibi?.Dispose();
        _padding.Dispose();
        if (Rotary is { } rotary)
        {
            rotary.Cos.Dispose();
            rotary.Sin.Dispose();
        }
    }

    /// <summary>
    /// The same for one who needs it after the pass: it lives until the last owner has disposed of his, whatever dispose scope ends before.
    /// Where somebody asks for router logits, this one has a log of its own.
    /// </summary>
    internal AttentionInputs Share()
    {
        _padding.Real?.DetachFromDisposeScope();
        _alibi?.DetachFromDisposeScope();
        Rotary?.Cos.DetachFromDisposeScope();
        Rotary?.Sin.DetachFromDisposeScope();
        return new AttentionInputs(this);
    }

    /// <summary>
    /// What a layer's queries see. Layers of one window share one mask, made when the first of them asks; a window that reaches over
    /// everything is none.
    /// </summary>
    /// <param name="slidingWindow">The layer's window; null for the one of the pass.</param>
    /// <param name="isWritten">Whether being causal has to stand in the mask too, for scores that no kernel hides.</param>
    internal Sight See(long? slidingWindow = null, bool isWritten = false)
    {
        long? window = Effective(slidingWindow);
        (long, bool) key = (window ?? 0, isWritten);
        if (!_sights.TryGetValue(key, out Sight sight))
        {
            sight = Visibility.Of(_padding, _documents, _shape, window, _alibi, isWritten);
            _sights.Add(key, sight);
        }

        return sight;
    }

    /// <summary>The number of latest keys that the one query of a decoding step sees, where nothing else has to be hidden; null for all keys.</summary>
    internal long? Latest(long? slidingWindow) =>
        _shape.Length == 1 && _padding.Real is null && _alibi is null ? Effective(slidingWindow) : null;

    private long? Effective(long? slidingWindow) =>
        (slidingWindow ?? _slidingWindow) is { } size && _shape.Total > size ? size : null;
}
