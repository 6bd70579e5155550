using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Solar.Runtime.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Scores the rows of a tree, depth first: what a node shares stands in a cache while the rows below it are computed.</summary>
/// <param name="pass">The model.</param>
/// <param name="batches">How rows are cut into batches.</param>
/// <param name="isKnown">Whether nobody asks for a row; a batch is left out where that is so of all its rows, so that others do not change.</param>
/// <param name="onBatch">Receives the scores of the rows of each batch, window by window.</param>
/// <param name="cancellationToken">Stops between two batches.</param>
internal sealed class TreeScorer(
    ModelPass pass,
    RowBatches batches,
    Func<ScoredRow, bool> isKnown,
    Action<IReadOnlyList<ScoredRow>, IReadOnlyList<WindowScore>> onBatch,
    CancellationToken cancellationToken)
{
    private readonly RowScorer _scorer = new(pass);

    /// <summary>Tokens that the model was fed, padding included, and passes.</summary>
    public EngineWork Work { get; private set; }

    /// <summary>Scores all rows of a tree.</summary>
    public void Score(PrefixTree root)
    {
        ScoreRows(root, null);
        foreach (PrefixTree branch in root.Branches)
        {
            using KeyValueCache cache = pass.CreateCache(1, branch.Reach);
            ScoreBranch(branch, cache);
        }
    }

    private void ScoreBranch(PrefixTree node, KeyValueCache cache)
    {
        if (node.All.All(isKnown))
        {
            return;
        }

        cancellationToken.ThrowIfCancellationRequested();
        Feed(node.Tokens.Span[(int)cache.Length..], cache);
        ScoreRows(node, cache);
        foreach (PrefixTree branch in node.Branches)
        {
            ScoreBranch(branch, cache);
            cache.Truncate(node.Tokens.Length);
        }
    }

    private void ScoreRows(PrefixTree node, KeyValueCache? cache)
    {
        KeyValueCache? many = null;
        try
        {
            foreach (ScoredRow[] rows in batches.Cut(node.Rows, (int)(cache?.Length ?? 0)))
            {
                if (rows.All(isKnown))
                {
                    continue;
                }

                cancellationToken.ThrowIfCancellationRequested();
                int longest = rows[0].Input.Length;
                if (cache is not null)
                {
                    many = Copies(cache, rows.Length, longest, many);
                }

                IReadOnlyList<WindowScore> scores = _scorer.Score(rows, many);
                Work += new EngineWork(0, 0, rows.Length * (longest - (cache?.Length ?? 0)), 1, 0);
                onBatch(rows, scores);
            }
        }
        finally
        {
            many?.Dispose();
        }
    }

    // Batches of one node are of falling length: the memory of the one before will do where it has as many rows.
    private static KeyValueCache Copies(KeyValueCache one, int rows, int capacity, KeyValueCache? former)
    {
        if (former?.Batch == rows)
        {
            former.Truncate(one.Length);
            return former;
        }

        former?.Dispose();
        return one.Select(new long[rows], capacity);
    }

    private void Feed(ReadOnlySpan<int> tokens, KeyValueCache cache)
    {
        using IDisposable inference = inference_mode();
        using DisposeScope scope = NewDisposeScope();
        long[] ids = new long[tokens.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = tokens[i];
        }

        pass.Hidden(tensor(ids, 1, ids.Length, device: pass.Device), new ForwardContext { Cache = cache });
        Work += new EngineWork(0, 0, ids.Length, 1, 0);
    }
}
