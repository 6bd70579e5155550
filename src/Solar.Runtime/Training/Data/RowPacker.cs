using System;
using System.Collections.Generic;
using System.Numerics;

namespace Solar.Runtime.Training.Data;

/// <summary>Puts pieces of documents into rows of one length.</summary>
internal static class RowPacker
{
    /// <summary>
    /// Joins the pieces to one stream and cuts it: every row is full, and a piece may go on in the next one. What fills no row at the end is not used.
    /// </summary>
    public static PackedRows Wrap(IEnumerable<RowPiece> pieces, int rowLength)
    {
        var rows = new List<RowPiece>();
        var starts = new List<int> { 0 };
        int room = rowLength;
        foreach (RowPiece piece in pieces)
        {
            for (int taken = 0; taken < piece.Length;)
            {
                int length = Math.Min(room, piece.Length - taken);
                rows.Add(piece with { Offset = piece.Offset + taken, Length = length });
                (taken, room) = (taken + length, room - length);
                if (room == 0)
                {
                    starts.Add(rows.Count);
                    room = rowLength;
                }
            }
        }

        rows.RemoveRange(starts[^1], rows.Count - starts[^1]);
        return new PackedRows([.. rows], [.. starts]);
    }

    /// <summary>A row for each piece.</summary>
    public static PackedRows Alone(RowPiece[] pieces) => new(pieces, [.. System.Linq.Enumerable.Range(0, pieces.Length + 1)]);

    /// <summary>
    /// Best fit decreasing: from the longest to the shortest, each piece goes whole into the row that it leaves the least room in, else into a new one.
    /// Rows come in the order in which they were begun, and the pieces of one in that of the data.
    /// </summary>
    /// <param name="pieces">The pieces, none of them longer than a row.</param>
    /// <param name="rowLength">Tokens of a row.</param>
    public static PackedRows FitBest(RowPiece[] pieces, int rowLength)
    {
        int[] order = [.. System.Linq.Enumerable.Range(0, pieces.Length)];
        Array.Sort(Array.ConvertAll(order, i => ((long)(rowLength - pieces[i].Length) << 32) | (uint)i), order);

        var rowsByRoom = new RowsByRoom(rowLength);
        int[] rowOf = new int[pieces.Length];
        int count = 0;
        foreach (int piece in order)
        {
            int length = pieces[piece].Length;
            (int row, int room) = rowsByRoom.TakeTightest(length) ?? (count++, rowLength);
            rowOf[piece] = row;
            rowsByRoom.Add(row, room - length);
        }

        return Gather(pieces, rowOf, count);
    }

    private static PackedRows Gather(RowPiece[] pieces, int[] rowOf, int count)
    {
        int[] starts = new int[count + 1];
        foreach (int row in rowOf)
        {
            starts[row + 1]++;
        }

        for (int row = 0; row < count; row++)
        {
            starts[row + 1] += starts[row];
        }

        int[] next = starts[..^1];
        var gathered = new RowPiece[pieces.Length];
        for (int piece = 0; piece < pieces.Length; piece++)
        {
            gathered[next[rowOf[piece]]++] = pieces[piece];
        }

        return new PackedRows(gathered, starts);
    }

    /// <summary>Rows by the room that is left in them; a bit for each room that some row has, so that the least one is found in a few words.</summary>
    private sealed class RowsByRoom(int rowLength)
    {
        private readonly Stack<int>?[] _rows = new Stack<int>?[rowLength];
        private readonly ulong[] _some = new ulong[(rowLength / 64) + 1];

        public void Add(int row, int room)
        {
            if (room > 0)
            {
                (_rows[room] ??= new Stack<int>()).Push(row);
                _some[room / 64] |= 1UL << room;
            }
        }

        public (int Row, int Room)? TakeTightest(int length)
        {
            for (int word = length / 64; word < _some.Length; word++)
            {
                ulong bits = word == length / 64 ? _some[word] & (ulong.MaxValue << length) : _some[word];
                if (bits != 0)
                {
                    int room = (word * 64) + BitOperations.TrailingZeroCount(bits);
                    int row = _rows[room]!.Pop();
                    _some[word] &= _rows[room]!.Count > 0 ? ulong.MaxValue : ~(1UL << room);
                    return (row, room);
                }
            }

            return null;
        }
    }
}
