using System;
using System.IO;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>How much room a disk has.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that may be written below a path, which need not exist yet; null where the system does not say.</summary>
    public static long? At(string path)
    {
        string? here = Path.GetFullPath(path);
        while (here is not null && !Directory.Exists(here))
        {
            here = Path.GetDirectoryName(here);
        }

        try
        {
            return here is null ? null : new DriveInfo(here).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
