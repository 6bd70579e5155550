using System;
using System.Threading;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Inspection;

/// <summary>What the elements of a tensor, or of several, are like.</summary>
/// <param name="Count">Number of finite elements.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Min">The least.</param>
/// <param name="Max">The greatest.</param>
/// <param name="Zeros">How many are zero.</param>
/// <param name="NonFinite">How many elements are infinite or no number.</param>
public sealed record TensorStatistics(long Count, double Mean, double Deviation, double Min, double Max, long Zeros, long NonFinite)
{
    private const int Piece = 1 << 16;

    /// <summary>Reads every element of tensors; null where they hold no floating-point numbers.</summary>
    /// <param name="tensors">The tensors, which are taken together.</param>
    /// <param name="progress">Told how many bytes were read.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    public static TensorStatistics? Of(ReadOnlySpan<StoredTensor> tensors, Action<long> progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(progress);
        float[] buffer = new float[Piece];
        var sums = new Sums();
        foreach (StoredTensor tensor in tensors)
        {
            if (!StoredNumbers.CanRead(tensor.Info.Dtype))
            {
                return null;
            }

            long count = tensor.Info.ByteCount / tensor.Info.Dtype.Size();
            for (long start = 0; start < count; start += Piece)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Span<float> values = buffer.AsSpan(0, (int)Math.Min(Piece, count - start));
                StoredNumbers.Read(tensor, start, values);
                sums.Add(values);
                progress((long)values.Length * tensor.Info.Dtype.Size());
            }
        }

        return sums.ToStatistics();
    }

    private sealed class Sums
    {
        private long _count, _zeros, _nonFinite;
        private double _sum, _squares, _min = double.PositiveInfinity, _max = double.NegativeInfinity;

        public void Add(ReadOnlySpan<float> values)
        {
            foreach (float value in values)
            {
                if (!float.IsFinite(value))
                {
                    _nonFinite++;
                    continue;
                }

                _count++;
                _zeros += value == 0 ? 1 : 0;
                _sum += value;
                _squares += (double)value * value;
                _min = Math.Min(_min, value);
                _max = Math.Max(_max, value);
            }
        }

        public TensorStatistics ToStatistics()
        {
            double mean = _count == 0 ? 0 : _sum / _count;
            double variance = _count == 0 ? 0 : Math.Max(0, (_squares / _count) - (mean * mean));
            return new TensorStatistics(_count, mean, Math.Sqrt(variance), _count == 0 ? 0 : _min, _count == 0 ? 0 : _max, _zeros, _nonFinite);
        }
    }
}
