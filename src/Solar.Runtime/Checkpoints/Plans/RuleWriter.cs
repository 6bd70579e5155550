using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>Writes one tensor that is no mere copy, piece by piece: memory does not grow with the tensor.</summary>
internal sealed class RuleWriter
{
    // Elements of one piece: 256 KB of float32.
    private const int PieceSize = 1 << 16;

    private readonly TensorRule _rule;
    private readonly IReadOnlyList<StoredElements> _parts;
    private readonly TensorSlot _slot;
    private readonly CancellationToken _cancellationToken;
    private readonly RunningHash? _hash;
    private readonly byte[] _bytes;

    private RuleWriter(TensorRule rule, IReadOnlyList<StoredElements> parts, TensorSlot slot, RunningHash? hash, CancellationToken cancellationToken)
    {
        _hash = hash;
        _rule = rule;
        _parts = parts;
        _slot = slot;
        _cancellationToken = cancellationToken;
        _bytes = new byte[PieceSize * slot.Info.Dtype.Size()];
    }

    /// <summary>Fills a tensor.</summary>
    /// <param name="rule">How it is made; no copy, those are pumped with their file.</param>
    /// <param name="parts">The stored tensors of the rule's parts.</param>
    /// <param name="slot">The tensor's place.</param>
    /// <param name="hash">Takes the bytes that are written; null where nobody asks for their hash.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <exception cref="CheckpointException">The data type is none that can be computed with, or a number does not fit into float16.</exception>
    public static void Write(
        TensorRule rule, IReadOnlyList<StoredTensor> parts, TensorSlot slot, RunningHash? hash, CancellationToken cancellationToken)
    {
        if (!ElementConversion.IsSupported(slot.Info.Dtype))
        {
            throw new CheckpointException(
                null, slot.Info.Name, $"it is computed, and its type is {slot.Info.Dtype.StoredName()}", "Convert the checkpoint to F32, F16 or BF16 first.");
        }

        var files = new List<SafeFileHandle>();
        try
        {
            var elements = new List<StoredElements>();
            foreach (StoredTensor part in rule.Kind == TensorRuleKind.Zeros ? [] : parts)
            {
                files.Add(File.OpenHandle(part.File.FullPath));
                elements.Add(new StoredElements(part, files[^1]));
            }

            new RuleWriter(rule, elements, slot, hash, cancellationToken).Write();
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }

    /// <summary>Bytes of memory that a rule takes: a piece of each part, of the result and of its bytes. A mean row comes on top, and is none of note.</summary>
    public static long Memory(TensorRule rule) => (rule.Parts.Count + 2L) * PieceSize * sizeof(float);

    private long Count => _slot.Info.ByteCount / _slot.Info.Dtype.Size();

    private void Write()
    {
        switch (_rule.Kind)
        {
            case TensorRuleKind.Mean:
                WriteMean();
                break;
            case TensorRuleKind.Resize:
                WriteResized();
                break;
            case TensorRuleKind.Normal:
                WriteNormal(Count);
                break;
            case TensorRuleKind.Zeros:
                WriteZeros(Count);
                break;
            default:
                throw new InvalidOperationException("Copies are pumped with their file.");
        }
    }

    private void WriteMean()
    {
        float[][] values = [.. _parts.Select(_ => new float[PieceSize])];
        double[] weights = [.. _rule.Parts.Select(part => part.Weight)];
        float[] sum = new float[PieceSize];
        for (long start = 0; start < Count; start += PieceSize)
        {
            int length = (int)Math.Min(PieceSize, Count - start);
            for (int part = 0; part < _parts.Count; part++)
            {
                _parts[part].Read(start, values[part].AsSpan(0, length));
            }

            WeightedSum.Combine(values, weights, sum.AsSpan(0, length));
            Append(sum.AsSpan(0, length));
        }
    }

    private void WriteResized()
    {
        long rows = _slot.Info.Shape[0];
        CopyElements(Math.Min(rows, _rule.Rows) * (Count / rows));
        long columns = Count / rows;
        long added = Math.Max(0, rows - _rule.Rows);
        switch (_rule.NewRows)
        {
            case NewTokens.Mean when added > 0:
                float[] mean = MeanRow((int)columns);
                for (long row = 0; row < added; row++)
                {
                    Append(mean);
                }

                break;
            case NewTokens.Normal:
                WriteNormal(added * columns);
                break;
            default:
                WriteZeros(added * columns);
                break;
        }
    }

    /// <summary>Takes elements of the first part over: their bytes where the type is the same, so that not even a NaN changes.</summary>
    private void CopyElements(long count)
    {
        float[] values = new float[PieceSize];
        int size = _slot.Info.Dtype.Size();
        for (long start = 0; start < count; start += PieceSize)
        {
            int length = (int)Math.Min(PieceSize, count - start);
            if (_parts[0].Dtype == _slot.Info.Dtype)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _parts[0].ReadBytes(start * size, _bytes.AsSpan(0, length * size));
                Put(_bytes.AsSpan(0, length * size));
            }
            else
            {
                _parts[0].Read(start, values.AsSpan(0, length));
                Append(values.AsSpan(0, length));
            }
        }
    }

    // Summed in double precision and rounded once.
    private float[] MeanRow(int columns)
    {
        double[] sum = new double[columns];
        float[] values = new float[columns];
        for (long row = 0; row < _rule.Rows; row++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            _parts[0].Read(row * columns, values);
            for (int i = 0; i < columns; i++)
            {
                sum[i] += values[i];
            }
        }

        return Array.ConvertAll(sum, value => (float)(value / _rule.Rows));
    }

    private void WriteNormal(long count)
    {
        var stream = new NormalStream(_rule.Seed, _rule.Target);
        float[] values = new float[PieceSize];
        for (long start = 0; start < count; start += PieceSize)
        {
            Span<float> piece = values.AsSpan(0, (int)Math.Min(PieceSize, count - start));
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = (float)(_rule.Deviation * stream.Next());
            }

            Append(piece);
        }
    }

    private void WriteZeros(long count)
    {
        float[] zeros = new float[PieceSize];
        for (long start = 0; start < count; start += PieceSize)
        {
            Append(zeros.AsSpan(0, (int)Math.Min(PieceSize, count - start)));
        }
    }

    private void Append(ReadOnlySpan<float> values)
    {
        for (int start = 0; start < values.Length; start += PieceSize)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<float> piece = values[start..Math.Min(values.Length, start + PieceSize)];
            HalfOverflow.Refuse(piece, _slot.Info);
            Span<byte> bytes = _bytes.AsSpan(0, piece.Length * _slot.Info.Dtype.Size());
            ElementConversion.FromSingle(piece, _slot.Info.Dtype, bytes);
            Put(bytes);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        _hash?.Append(bytes);
        _slot.Append(bytes);
    }
}
