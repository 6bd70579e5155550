using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training.Data;

/// <summary>What becomes of documents with more tokens than a row; it counts them.</summary>
/// <param name="data">The data sets.</param>
/// <param name="counts">Their counts, which it completes.</param>
/// <param name="options">The policy and the length of a row.</param>
internal sealed class ExcessLengthPolicy(IReadOnlyList<TokenizedDataset> data, DatasetCounts[] counts, PretrainOptions options)
{
    /// <summary>The pieces of documents: of each one, where it fits into a row.</summary>
    /// <exception cref="TrainingDataException">One does not fit, and is not to be cut or left out.</exception>
    public IEnumerable<RowPiece> Fit(IEnumerable<DocumentReference> documents)
    {
        foreach (DocumentReference document in documents)
        {
            int length = data[document.Dataset].Tokens.Length(document.Document);
            if (length <= options.MaxLength)
            {
                yield return new RowPiece(document, 0, length);
                continue;
            }

            foreach (RowPiece piece in Cut(document, length))
            {
                yield return piece;
            }
        }
    }

    private IEnumerable<RowPiece> Cut(DocumentReference document, int length)
    {
        int row = options.MaxLength;
        ref DatasetCounts count = ref counts[document.Dataset];
        switch (options.ExcessLengthStrategy)
        {
            case ExcessLength.Raise:
                throw TooLong(document, length);
            case ExcessLength.Drop:
                count = count with { TooLong = count.TooLong + 1, Documents = count.Documents - 1, Tokens = count.Tokens - length };
                return [];
            case ExcessLength.Truncate:
                count = count with { Truncated = count.Truncated + 1 };
                return [new RowPiece(document, 0, row)];
            default:
                count = count with { Split = count.Split + 1 };
                return options.PackingStrategy == Packing.Wrapped ? [new RowPiece(document, 0, length)] : Pieces(document, length, row);
        }
    }

    private static IEnumerable<RowPiece> Pieces(DocumentReference document, int length, int row)
    {
        for (int offset = 0; offset < length; offset += row)
        {
            yield return new RowPiece(document, offset, Math.Min(row, length - offset));
        }
    }

    private TrainingDataException TooLong(DocumentReference document, int length)
    {
        TokenizedDataset dataset = data[document.Dataset];
        return new TrainingDataException(
            dataset.File,
            dataset.Tokens[document.Document].Number,
            FormattableString.Invariant($"has {length} tokens, more than a row of MaxLength {options.MaxLength}; raise MaxLength, or write another excess_length_strategy than raise."),
            unit: DocumentReader.Unit(dataset.Description));
    }
}
