using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Solar.Runtime.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Text;

/// <summary>Feeds a batch of sequences to a model, token by token after the prompts, and gives the logits of what comes next.</summary>
/// <remarks>Prompts of different lengths are padded on the left, so that all go on at the same place.</remarks>
internal sealed class BatchDecoder : IDisposable
{
    private readonly ICausalLanguageModel _model;
    private readonly KeyValueCache _cache;
    private readonly Device _device;
    private readonly Tensor? _mask;
    private readonly long _batch;
    private float[] _logits = [];

    /// <param name="model">The model.</param>
    /// <param name="prompts">Ids of each sequence, at least one.</param>
    /// <param name="capacity">Greatest number of positions that will be fed.</param>
    public BatchDecoder(ICausalLanguageModel model, IReadOnlyList<IReadOnlyList<int>> prompts, int capacity)
    {
        _model = model;
        _batch = prompts.Count;
        _device = (model as nn.Module)?.parameters().FirstOrDefault()?.device ?? CPU;
        _cache = model.CreateCache(_batch, capacity);

        int longest = prompts.Max(prompt => prompt.Count);
        if (prompts.Any(prompt => prompt.Count < longest))
        {
            _mask = Mask(prompts, longest, capacity);
        }
    }

    /// <summary>Feeds the prompts.</summary>
    public void FeedPrompts(IReadOnlyList<IReadOnlyList<int>> prompts)
    {
        int longest = prompts.Max(prompt => prompt.Count);
        long[] ids = new long[prompts.Count * longest];
        for (int row = 0; row < prompts.Count; row++)
        {
            int start = ((row + 1) * longest) - prompts[row].Count;
            for (int i = 0; i < prompts[row].Count; i++)
            {
                ids[start + i] = prompts[row][i];
            }
        }

        Feed(ids);
    }

    /// <summary>Feeds one token of each sequence, or as many of each as there are in a row of <paramref name="ids"/>.</summary>
    public void Feed(long[] ids)
    {
        // Not held between calls: the caller of an iterator would find itself in inference mode.
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();

        long length = ids.Length / _batch;
        Tensor input = tensor(ids, _batch, length, device: _device);
        Tensor? mask = _mask?.narrow(1, 0, _cache.Length + length);
        Tensor logits = _model.forward(input, new ForwardContext { Cache = _cache, AttentionMask = mask });

        Tensor last = logits.select(1, length - 1).to(ScalarType.Float32, CPU).contiguous();
        if (_logits.Length != last.numel())
        {
            _logits = new float[last.numel()];
        }

        MemoryMarshal.Cast<byte, float>(last.bytes).CopyTo(_logits);
    }

    /// <summary>Logits of the token after the last one fed of a sequence, [vocabulary].</summary>
    public ReadOnlySpan<float> Logits(int row)
    {
        int size = _logits.Length / (int)_batch;
        return _logits.AsSpan(row * size, size);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _mask?.Dispose();
    }

    // 0 left of each prompt, 1 from there to the end of the capacity: a pass takes as much of it as it has positions.
    private Tensor Mask(IReadOnlyList<IReadOnlyList<int>> prompts, int longest, int capacity)
    {
        bool[] real = new bool[_batch * capacity];
        for (int row = 0; row < prompts.Count; row++)
        {
            int padding = longest - prompts[row].Count;
            real.AsSpan((row * capacity) + padding, capacity - padding).Fill(true);
        }

        return tensor(real, _batch, capacity, device: _device).DetachFromDisposeScope();
    }
}
