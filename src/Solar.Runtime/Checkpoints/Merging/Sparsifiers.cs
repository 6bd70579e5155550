using System;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Keeps every difference.</summary>
internal sealed class KeepAll : ISparsifier
{
    public int Passes => 0;

    public void Look(int pass, ReadOnlySpan<float> differences)
    {
    }

    public void EndPass(int pass)
    {
    }

    public void Restart()
    {
    }

    public void Apply(ElementRange range, Span<float> differences)
    {
    }
}

/// <summary>Keeps differences by the rank of their magnitude: TIES the greatest, Breadcrumbs those between.</summary>
/// <param name="selection">The ranks.</param>
internal sealed class KeepRanks(RankSelection selection) : ISparsifier
{
    public int Passes => 2;

    /// <summary>TIES: the greatest, as many as <paramref name="density"/> says, rounded down, but at least one.</summary>
    public static ISparsifier Greatest(long count, double density) =>
        density >= 1 ? new KeepAll() : new KeepRanks(new RankSelection(count - Math.Max(1, (long)(density * count)), count));

    /// <summary>
    /// Breadcrumbs: a share of <paramref name="density"/>, without the greatest <paramref name="gamma"/> of all and without the least.
    /// Where that leaves too few, fewer of the greatest are dropped.
    /// </summary>
    public static ISparsifier Between(long count, double density, double gamma)
    {
        if (density >= 1)
        {
            return new KeepAll();
        }

        long kept = (long)(density * count);
        long greatest = (long)(gamma * count);
        long least = count - kept - greatest;
        if (least < 0)
        {
            greatest += least;
            least = 0;
        }

        return new KeepRanks(new RankSelection(least, count - greatest));
    }

    public void Look(int pass, ReadOnlySpan<float> differences)
    {
        if (pass == 0)
        {
            selection.CountUpper(differences);
        }
        else
        {
            selection.CountLower(differences);
        }
    }

    public void EndPass(int pass)
    {
        if (pass == 0)
        {
            selection.FindUpper();
        }
        else
        {
            selection.FindLower();
        }
    }

    public void Restart() => selection.Restart();

    public void Apply(ElementRange range, Span<float> differences)
    {
        for (int i = 0; i < differences.Length; i++)
        {
            if (!selection.Keeps(differences[i]))
            {
                differences[i] = 0;
            }
        }
    }
}

/// <summary>DARE: keeps each difference with one probability.</summary>
internal sealed class KeepAtRandom(ElementRandom random, double density) : ISparsifier
{
    public int Passes => 0;

    public void Look(int pass, ReadOnlySpan<float> differences)
    {
    }

    public void EndPass(int pass)
    {
    }

    public void Restart()
    {
    }

    public void Apply(ElementRange range, Span<float> differences)
    {
        for (int i = 0; i < differences.Length; i++)
        {
            if (random[range.Start + i] >= density)
            {
                differences[i] = 0;
            }
        }
    }
}

/// <summary>DELLA: keeps a difference the more probably, the greater its magnitude is within its row.</summary>
internal sealed class KeepByRowRank : ISparsifier
{
    private readonly ElementRandom _random;
    private readonly double _least;
    private readonly double _spread;
    private readonly int[] _order;
    private readonly float[] _magnitudes;

    /// <summary>Probabilities from density − epsilon to density + epsilon.</summary>
    /// <exception cref="MergeException">That is no range of probabilities.</exception>
    public KeepByRowRank(ElementRandom random, double density, double epsilon, int rowLength)
    {
        if (density - epsilon <= 0 || density + epsilon >= 1)
        {
            throw new MergeException(
                FormattableString.Invariant($"density {density} and epsilon {epsilon} keep differences with a probability from {density - epsilon} to {density + epsilon}, which must lie between 0 and 1"),
                "Choose a smaller epsilon.");
        }

        _random = random;
        _least = density - epsilon;
        _spread = 2 * epsilon;
        _order = new int[rowLength];
        _magnitudes = new float[rowLength];
    }

    public int Passes => 0;

    public void Look(int pass, ReadOnlySpan<float> differences)
    {
    }

    public void EndPass(int pass)
    {
    }

    public void Restart()
    {
    }

    public void Apply(ElementRange range, Span<float> differences)
    {
        int length = _order.Length;
        for (int start = 0; start < differences.Length; start += length)
        {
            Span<float> row = differences.Slice(start, Math.Min(length, differences.Length - start));
            for (int i = 0; i < row.Length; i++)
            {
                _order[i] = i;
                _magnitudes[i] = Math.Abs(row[i]);
            }

            // Array.Sort is not stable; the element's number decides between equals, so that the same row gives the same ranks anywhere.
            Array.Sort(_order, 0, row.Length, new ByMagnitude(_magnitudes));
            for (int rank = 0; rank < row.Length; rank++)
            {
                int element = _order[rank];
                double place = row.Length > 1 ? (double)rank / (row.Length - 1) : 0.5;
                if (_random[range.Start + start + element] >= _least + (place * _spread))
                {
                    row[element] = 0;
                }
            }
        }
    }

    private sealed class ByMagnitude(float[] magnitudes) : System.Collections.Generic.IComparer<int>
    {
        public int Compare(int x, int y)
        {
            int order = magnitudes[x].CompareTo(magnitudes[y]);
            return order != 0 ? order : x.CompareTo(y);
        }
    }
}
