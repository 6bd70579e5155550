using System;
using System.IO;

namespace Solar.Runtime.Training.State;

/// <summary>Small files that are on the disk, and not only in its cache, when the call returns.</summary>
internal static class DurableFile
{
    public static void Write(string file, ReadOnlySpan<byte> bytes)
    {
        using FileStream stream = new(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}
