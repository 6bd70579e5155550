using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>Rows cut into batches.</summary>
/// <param name="BatchTokens">Greatest number of positions of a batch: rows times the length of its longest.</param>
/// <param name="EqualLengths">Whether all rows of a batch have to be of one length.</param>
internal sealed record RowBatches(int BatchTokens, bool EqualLengths)
{
    /// <summary>The batches, longest rows first: memory is at its peak in the beginning, and what is left takes no longer than it seems.</summary>
    public IEnumerable<ScoredRow[]> Cut(IEnumerable<ScoredRow> rows)
    {
        ScoredRow[] sorted = [.. rows.OrderByDescending(row => row.Input.Length)];
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            int longest = sorted[start].Input.Length;
            int count = Math.Max(1, BatchTokens / longest);
            end = start + 1;
            while (end < sorted.Length && end - start < count && (!EqualLengths || sorted[end].Input.Length == longest))
            {
                end++;
            }

            yield return sorted[start..end];
        }
    }
}
