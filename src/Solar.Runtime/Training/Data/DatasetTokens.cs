using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime.Training.Data.Contamination;

namespace Solar.Runtime.Training.Data;

/// <summary>The tokens of a data set's files, one after another.</summary>
internal sealed class DatasetTokens : IDisposable
{
    private readonly TokenStore[] _files;
    private readonly int[] _starts;

    public DatasetTokens(IEnumerable<TokenStore> files)
    {
        _files = [.. files];
        _starts = new int[_files.Length];
        for (int i = 0; i < _files.Length; i++)
        {
            _starts[i] = Count;
            Count = checked(Count + _files[i].Count);
        }

        StoredNotes[] notes = [.. _files.Select(file => file.Notes)];
        Notes = notes.Length == 1 ? notes[0] : new StoredNotes(
            new DatasetCounts
            {
                Rows = notes.Sum(note => note.Counts.Rows),
                Filtered = notes.Sum(note => note.Counts.Filtered),
                Empty = notes.Sum(note => note.Counts.Empty),
                Bad = notes.Sum(note => note.Counts.Bad),
                Contaminated = notes.Sum(note => note.Counts.Contaminated),
            },
            [.. notes.SelectMany(note => note.Problems).Take(RowTokenizer.ToldProblems)]);
    }

    /// <summary>What is told of them.</summary>
    public StoredNotes Notes { get; }

    /// <summary>What each file has of evaluation sets, in their order; empty where it was not looked for.</summary>
    public IReadOnlyList<StoredOverlaps> Overlaps => [.. _files.Select(file => file.Notes.Overlaps).OfType<StoredOverlaps>()];

    /// <summary>Number of documents.</summary>
    public int Count { get; }

    /// <summary>A document; where its tokens end counts within its file.</summary>
    public ref readonly StoredDocument this[int document]
    {
        get
        {
            int file = FileOf(document);
            return ref _files[file][document - _starts[file]];
        }
    }

    /// <summary>Number of a document's tokens.</summary>
    public int Length(int document)
    {
        int file = FileOf(document);
        return _files[file].Length(document - _starts[file]);
    }

    /// <summary>Reads tokens of a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="offset">The first of them within it.</param>
    /// <param name="tokens">Where they are put; as many are read as it has place for.</param>
    public void Read(int document, int offset, Span<int> tokens)
    {
        int file = FileOf(document);
        _files[file].Read(document - _starts[file], offset, tokens);
    }

    /// <summary>Which file a document is of.</summary>
    public int FileOf(int document)
    {
        if (_starts.Length == 1)
        {
            return 0;
        }

        // Of files that begin at one document, those before the last have none.
        int found = Array.BinarySearch(_starts, document);
        found = found < 0 ? ~found - 1 : found;
        while (found + 1 < _starts.Length && _starts[found + 1] <= document)
        {
            found++;
        }

        return found;
    }

    public void Dispose()
    {
        foreach (TokenStore file in _files)
        {
            file.Dispose();
        }
    }
}
