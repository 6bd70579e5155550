namespace Solar.Runtime.Training.Data;

/// <summary>A run of a document's tokens within a row.</summary>
/// <param name="Source">The document.</param>
/// <param name="Offset">The first of its tokens.</param>
/// <param name="Length">Number of tokens.</param>
internal readonly record struct RowPiece(DocumentReference Source, int Offset, int Length);

/// <summary>Pieces of documents, row by row.</summary>
/// <param name="Pieces">The pieces of all rows.</param>
/// <param name="Starts">For each row its first piece, and behind the last one the number of pieces.</param>
internal sealed record PackedRows(RowPiece[] Pieces, int[] Starts);
