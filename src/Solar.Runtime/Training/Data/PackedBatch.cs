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
        Length = data.LengthOf(rows);
        int size = checked(rows.Count * Length);
        Ids = new long[size];
        Labels = new long[size];
        Positions = new long[size];
        Documents = new long[size];
        Mask = new long[size];
        Array.Fill(Labels, Losses.IgnoreIndex);
        for (int i = 0; i < rows.Count; i++)
        {
            Fill(data, rows[i], i * Length);
        }
    }

    /// <summary>Tokens of each row, padding included.</summary>
    public int Length { get; }

    /// <summary>Token ids; 0 where a row is padded.</summary>
    public long[] Ids { get; }

    /// <summary>The ids again; −100 on padding, on what is read only, and on the first token of each document where documents are isolated.</summary>
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
        int[] stored = data.Stored(row);
        ReadOnlySpan<RowPiece> pieces = data.Pieces(row);
        HasSeveralDocuments |= data.IsIsolated && pieces.Length > 1;
        int next = start;
        for (int document = 0; document < pieces.Length; document++)
        {
            for (int i = 0; i < pieces[document].Length; i++, next++)
            {
                int token = stored[next - start];
                bool isTarget = StoredToken.IsLearnt(token) && (i > 0 || (document > 0 && !data.IsIsolated));
                Ids[next] = StoredToken.Id(token);
                Labels[next] = isTarget ? Ids[next] : Losses.IgnoreIndex;
                (Positions[next], Documents[next], Mask[next]) = (i, document, 1);
            }
        }

        HasPadding |= next < start + Length;
        for (int padding = 0; next < start + Length; padding++, next++)
        {
            (Positions[next], Documents[next]) = (padding, pieces.Length);
        }
    }
}
