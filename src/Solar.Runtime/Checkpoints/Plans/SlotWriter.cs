using System;
using System.Buffers;
using System.Threading;

namespace Solar.Runtime.Checkpoints;

/// <summary>Writes the elements of one tensor of the result: converts, hashes, and puts them into their place.</summary>
internal sealed class SlotWriter : IElementWriter, IDisposable
{
    private readonly TensorSlot _slot;
    private readonly RunningHash? _hash;
    private readonly Action<int> _progress;
    private readonly CancellationToken _cancellationToken;
    private readonly byte[] _bytes;

    /// <summary>A writer of one tensor.</summary>
    public SlotWriter(TensorSlot slot, ContentHash hash, Action<int> progress, CancellationToken cancellationToken)
    {
        _slot = slot;
        _hash = RunningHash.Create(hash);
        _progress = progress;
        _cancellationToken = cancellationToken;
        _bytes = ArrayPool<byte>.Shared.Rent(Merging.ChunkedTensors.PieceLength * sizeof(float));
    }

    /// <inheritdoc/>
    /// <exception cref="CheckpointException">A number is too great for float16.</exception>
    public void Append(ReadOnlySpan<float> elements)
    {
        for (int start = 0; start < elements.Length; start += Merging.ChunkedTensors.PieceLength)
        {
            ReadOnlySpan<float> piece = elements[start..Math.Min(elements.Length, start + Merging.ChunkedTensors.PieceLength)];
            HalfOverflow.Refuse(piece, _slot.Info);
            Span<byte> bytes = _bytes.AsSpan(0, piece.Length * _slot.Info.Dtype.Size());
            ElementConversion.FromSingle(piece, _slot.Info.Dtype, bytes);
            Append(bytes);
        }
    }

    /// <summary>Writes bytes as they are.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _hash?.Append(bytes);
        _slot.Append(bytes);
        _progress(bytes.Length);
    }

    /// <summary>The hash of all that was written; null where nothing is hashed.</summary>
    public string? Finish() => _hash?.Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _hash?.Dispose();
    }
}
