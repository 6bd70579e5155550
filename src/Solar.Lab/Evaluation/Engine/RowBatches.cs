using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Rows cut into batches.</summary>
/// <param name="BatchTokens">Greatest number of tokens that are computed at once: rows times what the longest has beyond the cache.</param>
/// <param name="EqualLengths">Whether all rows of a batch have to be of one length.</param>
internal sealed record RowBatches(int BatchTokens, bool EqualLengths)
{
    /// <summary>Each row has its copy of what is shared: so many positions of it take the memory and the time of one that is computed.</summary>
    private const int PositionsOfACopy = 4;

    /// <summary>The batches, longest rows first: memory is at its peak in the beginning, and what is left takes no longer than it seems.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="past">How many tokens of each are in the cache already.</param>
    public IEnumerable<ScoredRow[]> Cut(IEnumerable<ScoredRow> rows, int past)
    {
        ScoredRow[] sorted = [.. rows.OrderByDescending(row => row.Input.Length)];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            int longest = sorted[start].Input.Length;
            int count = Math.Max(1, BatchTokens / (longest - past + (past / PositionsOfACopy)));
            end = start + 1;
            while (end < sorted.Length && end - start < count && (!EqualLengths || sorted[end].Input.Length == longest))
            {
                end++;
            }

            yield return sorted[start..end];
        }
    }
}
