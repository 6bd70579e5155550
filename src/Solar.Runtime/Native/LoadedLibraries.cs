using System;
using System.IO;

namespace Solar.Runtime.Native;

/// <summary>What the process has mapped already, as the kernel tells it.</summary>
internal static class LoadedLibraries
{
    private const string Maps = "/proc/self/maps";

    /// <summary>The path of a loaded library by its file name; null when it is not loaded, or when /proc is not there to ask.</summary>
    public static string? Find(string fileName)
    {
        if (!File.Exists(Maps))
        {
            return null;
        }

        string end = "/" + fileName;
        foreach (string line in File.ReadLines(Maps))
        {
            // address perms offset dev inode path
            if (line.EndsWith(end, StringComparison.Ordinal))
            {
                return line[line.IndexOf('/')..];
            }
        }

        return null;
    }
}
