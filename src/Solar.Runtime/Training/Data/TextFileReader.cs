using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>A file of plain text: one document, its line ends kept.</summary>
internal static class TextFileReader
{
    public static IEnumerable<TrainingDocument> Read(string file)
    {
        long length = new FileInfo(file).Length;
        if (length > Array.MaxLength)
        {
            throw new TrainingDataException(
                file, 0, "is larger than 2 GB, and a text file is one document; split it, or write its documents as JSON lines.");
        }

        byte[] bytes = File.ReadAllBytes(file);
        int mark = bytes.AsSpan().StartsWith(StrictUtf8.Mark) ? StrictUtf8.Mark.Length : 0;
        if (bytes.Length == mark)
        {
            throw new TrainingDataException(file, 0, "is empty; there is nothing to train on.");
        }

        yield return new TrainingDocument(StrictUtf8.Decode(bytes.AsSpan(mark), file, line: 1, mark), file, Line: 1);
    }
}
