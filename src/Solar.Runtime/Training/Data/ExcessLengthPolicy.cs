using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Training.Data;

/// <summary>What becomes of documents with more tokens than a row; it counts them.</summary>
/// <param name="data">The data sets.</param>
/// <param name="counts">Their counts, which it completes.</param>
/// <param name="options">The policy and the length of a row.</param>
/// <param name="hasMasks">Whether tokens are read that are not learnt, so that a piece may have no target.</param>
internal sealed class ExcessLengthPolicy(IReadOnlyList<TokenizedDataset> data, DatasetCounts[] counts, RowOptions options, bool hasMasks)
{
    private readonly List<string>[] _problems = [.. data.Select(_ => new List<string>())];
    private readonly List<DocumentReference> _documents = [];

    /// <summary>The documents of which something is in a row.</summary>
    public IReadOnlyList<DocumentReference> Documents => _documents;

    /// <summary>In words, the first documents of a data set of which nothing is learnt.</summary>
    public IReadOnlyList<string> Problems(int dataset) => _problems[dataset];

    /// <summary>The pieces of documents: of each one, where it fits into a row.</summary>
    /// <exception cref="TrainingDataException">One does not fit, and is not to be cut or left out.</exception>
    public IEnumerable<RowPiece> Fit(IEnumerable<DocumentReference> documents)
    {
        foreach (DocumentReference document in documents)
        {
            int length = data[document.Dataset].Tokens.Length(document.Document);
            RowPiece[] pieces = length <= options.MaxLength ? [new RowPiece(document, 0, length)] : Cut(document, length);
            if (pieces.Length > 0)
            {
                _documents.Add(document);
            }

            foreach (RowPiece piece in pieces)
            {
                yield return piece;
            }
        }
    }

    private RowPiece[] Cut(DocumentReference document, int length)
    {
        int row = options.MaxLength;
        ref DatasetCounts count = ref counts[document.Dataset];
        switch (options.ExcessLengthStrategy)
        {
            case ExcessLength.Raise:
                throw Problem(document, FormattableString.Invariant(
                    $"has {length} tokens, more than a row of MaxLength {row}; raise MaxLength, or write another excess_length_strategy than raise."));
            case ExcessLength.Drop:
                count = count with { TooLong = count.TooLong + 1, Documents = count.Documents - 1, Tokens = count.Tokens - length };
                return [];
            case ExcessLength.Truncate:
                count = count with { Truncated = count.Truncated + 1 };
                return WithTargets(document, length, [new RowPiece(document, 0, row)]);
            default:
                count = count with { Split = count.Split + 1 };
                return options.PackingStrategy == Packing.Wrapped && options.Packs
                    ? [new RowPiece(document, 0, length)]
                    : WithTargets(document, length, Pieces(document, length, row));
        }
    }

    private static RowPiece[] Pieces(DocumentReference document, int length, int row)
    {
        var pieces = new RowPiece[(length + row - 1) / row];
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = new RowPiece(document, i * row, Math.Min(row, length - (i * row)));
        }

        return pieces;
    }

    // A document of which no piece has a target is left out, as TRL leaves out a row whose labels are all -100.
    private RowPiece[] WithTargets(DocumentReference document, int length, RowPiece[] pieces)
    {
        if (!hasMasks)
        {
            return pieces;
        }

        RowPiece[] learnt = Array.FindAll(pieces, HasTarget);
        if (learnt.Length == 0)
        {
            ref DatasetCounts count = ref counts[document.Dataset];
            count = count with { WithoutTargets = count.WithoutTargets + 1, Documents = count.Documents - 1, Tokens = count.Tokens - length };
            if (_problems[document.Dataset].Count < RowTokenizer.ToldProblems)
            {
                string problem = Problem(document, FormattableString.Invariant(
                    $"has {length} tokens, and none of those that fit into a row of MaxLength {options.MaxLength} is learnt: its prompt is too long; it is left out.")).Message;
                string file = data[document.Dataset].FileOf(document.Document);
                _problems[document.Dataset].Add(problem.Replace(file, Path.GetFileName(file), StringComparison.Ordinal));
            }
        }

        return learnt;
    }

    private bool HasTarget(RowPiece piece)
    {
        int[] tokens = new int[piece.Length];
        data[piece.Source.Dataset].Tokens.Read(piece.Source.Document, piece.Offset, tokens);
        return Array.FindIndex(tokens, Math.Min(1, tokens.Length), StoredToken.IsLearnt) > 0;
    }

    private TrainingDataException Problem(DocumentReference document, string problem)
    {
        TokenizedDataset dataset = data[document.Dataset];
        return new TrainingDataException(dataset.FileOf(document.Document), dataset.Tokens[document.Document].Number, problem, unit: DocumentReader.Unit(dataset.Description));
    }
}
