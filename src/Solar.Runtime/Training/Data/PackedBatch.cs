using System;
using System.Collections.Generic;

namespace Solar.Runtime.Training.Data;

/// <summary>The numbers of one forward pass, row after row.</summary>
internal sealed class PackedBatch
{
    /// <summary>Takes rows.</summary>
    /// <param name="data">All rows.</param>
    /// <param name="rows">Those of the pass.</param>
    public PackedBatch(TokenRows data, IReadOnlyList<int> rows)
    {
        int size = checked(rows.Count * data.RowLength);
        Ids = new long[size];
        Labels = new long[size];
        Positions = new long[size];
        Documents = new long[size];
        Mask = new long[size];
        Array.Fill(Labels, Losses.IgnoreIndex);
        for (int i = 0; i < rows.Count; i++)
        {
            Fill(data, rows[i], i * data.RowLength);
        }
    }

    /// <summary>Token ids; 0 where a row is padded.</summary>
    public long[] Ids { get; }

    /// <summary>The ids again; −100 on padding, and on the first token of each document where documents are isolated.</summary>
    public long[] Labels { get; }

    /// <summary>Positions, from 0 for each document's first token in the row.</summary>
    public long[] Positions { get; }

    /// <summary>Which of a row's documents a token belongs to, 0 for the first; padding is one more.</summary>
    public long[] Documents { get; }

    /// <summary>1 for a token, 0 for padding.</summary>
    public long[] Mask { get; }

    /// <summary>Whether some row is padded.</summary>
    public bool HasPadding { get; private set; }

    /// <summary>Whether documents have to be kept apart: some row has several, and they are isolated.</summary>
    public bool HasSeveralDocuments { get; private set; }

    private void Fill(TokenRows data, int row, int start)
    {
        Array.Copy(data[row], 0, Ids, start, data.RowLength);
        ReadOnlySpan<RowPiece> pieces = data.Pieces(row);
        HasSeveralDocuments |= data.IsIsolated && pieces.Length > 1;
        int next = start;
        for (int document = 0; document < pieces.Length; document++)
        {
            for (int i = 0; i < pieces[document].Length; i++, next++)
            {
                bool isTarget = i > 0 || (document > 0 && !data.IsIsolated);
                Labels[next] = isTarget ? Ids[next] : Losses.IgnoreIndex;
                (Positions[next], Documents[next], Mask[next]) = (i, document, 1);
            }
        }

        HasPadding |= next < start + data.RowLength;
        for (int padding = 0; next < start + data.RowLength; padding++, next++)
        {
            (Positions[next], Documents[next]) = (padding, pieces.Length);
        }
    }
}
