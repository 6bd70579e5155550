using System;
using System.Collections.Generic;
using System.Threading;

namespace Solar.Runtime.Checkpoints;

/// <summary>Writes tensors that are no mere copies, piece by piece: memory does not grow with the tensor.</summary>
internal static class RuleWriter
{
    // Elements of one piece: 0.5 MB of double numbers.
    private const int PieceSize = 1 << 16;

    /// <summary>Fills a tensor.</summary>
    /// <param name="rule">How it is made; no copy, those are pumped with their file.</param>
    /// <param name="parts">The stored tensors of the rule's parts, of the slot's data type.</param>
    /// <param name="slot">The tensor's place.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public static void Write(TensorRule rule, IReadOnlyList<StoredTensor> parts, TensorSlot slot, CancellationToken cancellationToken)
    {
        long count = slot.Info.ByteCount / slot.Info.Dtype.Size();
        switch (rule.Kind)
        {
            case TensorRuleKind.Mean:
                WriteMean(rule, parts, slot, count, cancellationToken);
                break;
            case TensorRuleKind.Resize:
                WriteResized(rule, parts[0], slot, cancellationToken);
                break;
            case TensorRuleKind.Normal:
                WriteNormal(rule, slot, count, cancellationToken);
                break;
            case TensorRuleKind.Zeros:
                WriteZeros(slot, count, cancellationToken);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule), rule.Kind, "Copies are pumped with their file.");
        }
    }

    // Summed in double precision and rounded once, so that the order of the parts does not matter.
    private static void WriteMean(
        TensorRule rule, IReadOnlyList<StoredTensor> parts, TensorSlot slot, long count, CancellationToken cancellationToken)
    {
        double[] sum = new double[(int)Math.Min(count, PieceSize)];
        double[] values = new double[sum.Length];
        for (long start = 0; start < count; start += PieceSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int length = (int)Math.Min(PieceSize, count - start);
            Array.Clear(sum);
            for (int part = 0; part < parts.Count; part++)
            {
                StoredElements.Read(parts[part], start, values.AsSpan(0, length));
                for (int i = 0; i < length; i++)
                {
                    sum[i] += rule.Parts[part].Weight * values[i];
                }
            }

            StoredElements.Append(slot, sum.AsSpan(0, length));
        }
    }

    private static void WriteResized(TensorRule rule, StoredTensor source, TensorSlot slot, CancellationToken cancellationToken)
    {
        long rows = slot.Info.Shape[0];
        long rowBytes = slot.Info.ByteCount / rows;
        long kept = Math.Min(rows, rule.Rows) * rowBytes;
        for (long start = 0; start < kept; start += 1 << 20)
        {
            cancellationToken.ThrowIfCancellationRequested();
            slot.Append(source.File.Bytes(source.Entry, start, Math.Min(1 << 20, kept - start)));
        }

        long columns = rowBytes / slot.Info.Dtype.Size();
        long added = Math.Max(0, rows - rule.Rows);
        switch (rule.NewRows)
        {
            case NewTokens.Mean when added > 0:
                double[] mean = MeanRow(source, rule.Rows, (int)columns, cancellationToken);
                for (long row = 0; row < added; row++)
                {
                    StoredElements.Append(slot, mean);
                }

                break;
            case NewTokens.Normal:
                WriteNormal(rule, slot, added * columns, cancellationToken);
                break;
            default:
                WriteZeros(slot, added * columns, cancellationToken);
                break;
        }
    }

    private static double[] MeanRow(StoredTensor source, long rows, int columns, CancellationToken cancellationToken)
    {
        double[] sum = new double[columns];
        double[] values = new double[columns];
        for (long row = 0; row < rows; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredElements.Read(source, row * columns, values);
            for (int i = 0; i < columns; i++)
            {
                sum[i] += values[i];
            }
        }

        for (int i = 0; i < columns; i++)
        {
            sum[i] /= rows;
        }

        return sum;
    }

    private static void WriteNormal(TensorRule rule, TensorSlot slot, long count, CancellationToken cancellationToken)
    {
        var stream = new NormalStream(rule.Seed, rule.Target);
        double[] values = new double[(int)Math.Min(count, PieceSize)];
        for (long start = 0; start < count; start += PieceSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<double> piece = values.AsSpan(0, (int)Math.Min(PieceSize, count - start));
            for (int i = 0; i < piece.Length; i++)
            {
                piece[i] = rule.Deviation * stream.Next();
            }

            StoredElements.Append(slot, piece);
        }
    }

    private static void WriteZeros(TensorSlot slot, long count, CancellationToken cancellationToken)
    {
        double[] zeros = new double[(int)Math.Min(count, PieceSize)];
        for (long start = 0; start < count; start += PieceSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            StoredElements.Append(slot, zeros.AsSpan(0, (int)Math.Min(PieceSize, count - start)));
        }
    }
}
