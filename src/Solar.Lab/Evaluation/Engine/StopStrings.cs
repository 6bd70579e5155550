using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Runtime.Text;

namespace Solar.Lab.Evaluation.Engine;

/// <summary>The strings that an answer ends before.</summary>
/// <param name="until">The strings, in the order in which the harness cuts at them.</param>
internal sealed class StopStrings(IReadOnlyList<string> until)
{
    private readonly string[] _stops = [.. until.Where(stop => stop.Length > 0)];

    // A token stands for a byte at least, or for nothing at all, as special ones do: twice the longest and a few more hold it.
    private readonly int _tail = until.Count == 0 ? 0 : (2 * until.Max(Encoding.UTF8.GetByteCount)) + 8;

    /// <summary>The text before the first occurrence of each string in turn.</summary>
    public string Cut(string text)
    {
        foreach (string stop in _stops)
        {
            int at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0)
            {
                text = text[..at];
            }
        }

        return text;
    }

    /// <summary>Whether the last tokens complete one of the strings: the others were looked at when they came.</summary>
    public bool Ends(ITextTokenizer tokenizer, List<int> ids)
    {
        if (_stops.Length == 0 || ids.Count == 0)
        {
            return false;
        }

        // A few tokens cost little at each step; the whole text is only read where they seem to have one.
        bool isLikely = Has(tokenizer.Decode(ids.Skip(ids.Count - _tail)));
        return isLikely && (ids.Count <= _tail || Has(tokenizer.Decode(ids)));
    }

    private bool Has(string text) => Array.Exists(_stops, stop => text.Contains(stop, StringComparison.Ordinal));
}
