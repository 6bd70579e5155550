using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>An input of the model and all that is asked of its logits: requests whose windows differ in their last token alone have the same input.</summary>
/// <param name="Input">The tokens that the model is fed.</param>
/// <param name="Windows">The windows that have this input.</param>
internal sealed record ScoredRow(int[] Input, IReadOnlyList<ScoredWindow> Windows)
{
    /// <summary>First of the positions whose logits are needed; what is before can be shared with others.</summary>
    public int From { get; } = Windows.Min(window => window.From);

    /// <summary>The rows of windows, by their tokens: inputs that begin alike follow one another.</summary>
    public static ScoredRow[] Of(IEnumerable<ScoredWindow> windows)
    {
        ScoredWindow[] sorted = [.. windows];
        Array.Sort(sorted, Compare);

        var rows = new List<ScoredRow>();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            ReadOnlySpan<int> input = Fed(sorted[start]);
            for (end = start + 1; end < sorted.Length && Fed(sorted[end]).SequenceEqual(input); end++)
            {
            }

            rows.Add(new ScoredRow(input.ToArray(), sorted[start..end]));
        }

        return [.. rows];
    }

    private static ReadOnlySpan<int> Fed(ScoredWindow window) => window.Tokens.AsSpan(0, window.InputLength);

    private static int Compare(ScoredWindow a, ScoredWindow b)
    {
        int order = Fed(a).SequenceCompareTo(Fed(b));
        return order != 0 ? order : a.Owner.CompareTo(b.Owner);
    }
}
