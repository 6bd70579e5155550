using System;
using System.Numerics;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// A matrix as the product of two thin ones, added to rows of another in double precision. The order of additions depends on no machine's
/// vectors, so that results are equal everywhere.
/// </summary>
internal sealed class LowRankProduct
{
    // Columns of a panel: what one row of it takes stays in registers while the rank is summed over.
    private const int PanelWidth = 16;

    private readonly float[] _left;
    private readonly double[] _panels;
    private readonly int _rank;
    private readonly int _columns;

    /// <summary>A product.</summary>
    /// <param name="left">[rows, rank], row by row.</param>
    /// <param name="right">[rank, columns], row by row.</param>
    /// <param name="rank">Columns of the left, rows of the right.</param>
    public LowRankProduct(float[] left, ReadOnlySpan<float> right, int rank)
    {
        _left = left;
        _rank = rank;
        _columns = right.Length / rank;
        int panels = (_columns + PanelWidth - 1) / PanelWidth;
        _panels = new double[(long)panels * rank * PanelWidth];
        for (int k = 0; k < rank; k++)
        {
            for (int j = 0; j < _columns; j++)
            {
                _panels[Panel(j / PanelWidth) + (k * PanelWidth) + (j % PanelWidth)] = right[(k * _columns) + j];
            }
        }
    }

    /// <summary>Bytes that a product of these sizes takes.</summary>
    public static long Memory(long rows, long rank, long columns) => rank * ((2 * sizeof(float) * rows) + ((sizeof(float) + sizeof(double)) * columns));

    /// <summary>Adds scale · left · right to consecutive elements; each is rounded once.</summary>
    /// <param name="start">Number of the first element, counted row by row.</param>
    /// <param name="elements">The elements.</param>
    /// <param name="scale">What the product is multiplied by.</param>
    public void AddTo(long start, Span<float> elements, double scale)
    {
        Span<double> sums = stackalloc double[PanelWidth];
        long end = start + elements.Length;
        int firstRow = (int)(start / _columns), lastRow = (int)((end - 1) / _columns);

        // Panel by panel, so that one stays in the cache for all rows of the piece; pieces begin and end anywhere in a row.
        for (int column = 0; column < _columns; column += PanelWidth)
        {
            for (int row = firstRow; row <= lastRow; row++)
            {
                long first = ((long)row * _columns) + column;
                int from = (int)Math.Max(0, start - first);
                int to = (int)Math.Min(Math.Min(PanelWidth, _columns - column), end - first);
                if (from >= to)
                {
                    continue;
                }

                Sum(row, column / PanelWidth, sums);
                for (int i = from; i < to; i++)
                {
                    ref float element = ref elements[(int)(first + i - start)];
                    element = (float)(element + (scale * sums[i]));
                }
            }
        }
    }

    // One row of a panel.
    private void Sum(int row, int panel, Span<double> sums)
    {
        ReadOnlySpan<float> left = _left.AsSpan(row * _rank, _rank);
        ReadOnlySpan<double> right = _panels.AsSpan(Panel(panel), _rank * PanelWidth);
        for (int i = 0; i < PanelWidth; i += 2 * Vector<double>.Count)
        {
            Vector<double> low = Vector<double>.Zero, high = Vector<double>.Zero;
            for (int k = 0; k < left.Length; k++)
            {
                var factor = new Vector<double>(left[k]);
                low += factor * new Vector<double>(right[((k * PanelWidth) + i)..]);
                high += factor * new Vector<double>(right[((k * PanelWidth) + i + Vector<double>.Count)..]);
            }

            low.CopyTo(sums[i..]);
            high.CopyTo(sums[(i + Vector<double>.Count)..]);
        }
    }

    private int Panel(int number) => number * _rank * PanelWidth;
}
