using System;
using System.IO;

namespace Solar.Runtime.Training.Data;

/// <summary>Opens data files, unpacked where they are packed.</summary>
internal static class DataFileStream
{
    /// <summary>A stream of the file's content, from its beginning to its end.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isGzip">Whether it is packed with gzip.</param>
    public static Stream Open(string file, bool isGzip)
    {
        FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: isGzip ? 1 << 16 : 1, FileOptions.SequentialScan);
        return isGzip ? new GunzipStream(stream, file) : stream;
    }

    /// <summary>All bytes of a file.</summary>
    /// <exception cref="TrainingDataException">They are more than an array holds.</exception>
    public static byte[] ReadAll(string file, bool isGzip)
    {
        using Stream stream = Open(file, isGzip);
        using MemoryStream bytes = new();
        try
        {
            stream.CopyTo(bytes);
        }
        catch (Exception failure) when (failure is IOException or OutOfMemoryException or ArgumentOutOfRangeException && bytes.Length > int.MaxValue / 2)
        {
            throw new TrainingDataException(
                file, 0, "is larger than 2 GB, and the whole file is one document; write sample_by: line or paragraph, or its documents as JSON lines.", failure);
        }

        return bytes.ToArray();
    }
}
