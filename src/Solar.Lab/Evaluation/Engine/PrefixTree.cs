using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Rows that begin alike, and how far: what is shared is computed once.</summary>
/// <param name="Tokens">The tokens that all rows below begin with, those of the nodes above among them.</param>
internal sealed record PrefixTree(ReadOnlyMemory<int> Tokens)
{
    /// <summary>Below this many tokens saved, a pass of its own and a copy of the cache cost more than they save.</summary>
    private const long LeastSaving = 64;

    /// <summary>Rows that go on alone from here.</summary>
    public List<ScoredRow> Rows { get; } = [];

    /// <summary>Rows that share more.</summary>
    public List<PrefixTree> Branches { get; } = [];

    /// <summary>The length up to which this node or one below it shares.</summary>
    public int Reach => Branches.Count == 0 ? Tokens.Length : Branches.Max(branch => branch.Reach);

    /// <summary>All rows below, in the order in which they are computed.</summary>
    public IEnumerable<ScoredRow> All => Rows.Concat(Branches.SelectMany(branch => branch.All));

    /// <summary>Nothing shared.</summary>
    public static PrefixTree Flat(IEnumerable<ScoredRow> rows)
    {
        PrefixTree root = new(ReadOnlyMemory<int>.Empty);
        root.Rows.AddRange(rows);
        return root;
    }

    /// <summary>The tree of rows that are sorted by their tokens.</summary>
    public static PrefixTree Of(ScoredRow[] rows)
    {
        // shared[i]: what row i has in common with the one before it, of that whose logits nobody needs.
        int[] shared = new int[rows.Length];
        for (int i = 1; i < rows.Length; i++)
        {
            int limit = Math.Min(rows[i - 1].From, rows[i].From);
            shared[i] = rows[i - 1].Input.AsSpan(0, limit).CommonPrefixLength(rows[i].Input.AsSpan(0, limit));
        }

        PrefixTree root = new(ReadOnlyMemory<int>.Empty);
        root.Add(rows, shared, 0, rows.Length);
        return root;
    }

    // Adds rows[start..end], all of which begin with this node's tokens.
    private void Add(ScoredRow[] rows, int[] shared, int start, int end)
    {
        if (end - start < 2)
        {
            Rows.AddRange(rows[start..end]);
            return;
        }

        int common = shared.AsSpan(start + 1, end - start - 1).ToArray().Min();
        PrefixTree node = this;
        if ((long)(common - Tokens.Length) * (end - start - 1) >= LeastSaving)
        {
            node = new PrefixTree(rows[start].Input.AsMemory(0, common));
            Branches.Add(node);
        }

        for (int i = start + 1, from = start; i <= end; i++)
        {
            if (i == end || shared[i] == common)
            {
                node.Add(rows, shared, from, i);
                from = i;
            }
        }
    }
}
