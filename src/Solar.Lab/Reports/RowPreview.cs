using System;
using System.Collections.Generic;
using Solar.Runtime.Text;
using Solar.Runtime.Training.Data;

namespace Solar.Lab.Reports;

/// <summary>What a run of tokens is to training.</summary>
public enum PreviewKind
{
    /// <summary>Read and not learnt.</summary>
    Read,

    /// <summary>Learnt.</summary>
    Learnt,

    /// <summary>Nothing: it fills the row.</summary>
    Padding,
}

/// <summary>A run of tokens of a row.</summary>
/// <param name="Text">Their text; of padding none.</param>
/// <param name="Kind">What they are to training.</param>
/// <param name="IsMark">Whether it is a begin or end token.</param>
/// <param name="Document">Which of the row's documents they are of, 0 for the first.</param>
/// <param name="Count">Number of tokens.</param>
public sealed record PreviewRun(string Text, PreviewKind Kind, bool IsMark, int Document, int Count);

/// <summary>A row of training data as somebody can read it: what is learnt, what is only read, where documents are joined, begin and end tokens.</summary>
public static class RowPreview
{
    /// <summary>The runs of a row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="row">One of them.</param>
    /// <param name="tokenizer">Makes text of tokens.</param>
    public static IReadOnlyList<PreviewRun> Of(TokenRows rows, int row, ITextTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(tokenizer);
        int[] ids = rows[row];
        bool[] targets = rows.TargetsOf(row);
        var runs = new List<PreviewRun>();
        int start = 0, document = 0;
        foreach (RowPiece piece in rows.Pieces(row))
        {
            Add(runs, ids.AsSpan(start, piece.Length), targets.AsSpan(start, piece.Length), document++, tokenizer);
            start += piece.Length;
        }

        if (start < ids.Length)
        {
            runs.Add(new PreviewRun("", PreviewKind.Padding, IsMark: false, document, ids.Length - start));
        }

        return runs;
    }

    /// <summary>The runs of an answer behind its prompt, as an alignment reads it.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="answer">The answer's.</param>
    /// <param name="tokenizer">Makes text of tokens.</param>
    public static IReadOnlyList<PreviewRun> Of(IReadOnlyList<int> prompt, IReadOnlyList<int> answer, ITextTokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(tokenizer);
        int[] ids = [.. prompt, .. answer];
        bool[] targets = new bool[ids.Length];
        targets.AsSpan(prompt.Count).Fill(true);
        var runs = new List<PreviewRun>();
        Add(runs, ids, targets, document: 0, tokenizer);
        return runs;
    }

    private static void Add(List<PreviewRun> runs, ReadOnlySpan<int> ids, ReadOnlySpan<bool> targets, int document, ITextTokenizer tokenizer)
    {
        string before = "";
        for (int start = 0; start < ids.Length;)
        {
            bool isMark = IsMark(ids[start], tokenizer);
            int end = start + 1;
            while (!isMark && end < ids.Length && targets[end] == targets[start] && !IsMark(ids[end], tokenizer))
            {
                end++;
            }

            // What all tokens up to here say beyond those before: alone, a token loses its leading space, or is a part of a character.
            string upTo = tokenizer.Decode(ids[..end].ToArray());
            string text = isMark ? (ids[start] == tokenizer.EosId ? tokenizer.EosText : tokenizer.BosText) ?? ""
                : upTo.StartsWith(before, StringComparison.Ordinal) ? upTo[before.Length..]
                : tokenizer.Decode(ids[start..end].ToArray());
            runs.Add(new PreviewRun(text, targets[start] ? PreviewKind.Learnt : PreviewKind.Read, isMark, document, end - start));
            (before, start) = (upTo, end);
        }
    }

    private static bool IsMark(int id, ITextTokenizer tokenizer) => id == tokenizer.BosId || id == tokenizer.EosId;
}
