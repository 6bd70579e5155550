using System;
using System.IO;

namespace Solar.Runtime.Checkpoints;

/// <summary>What can go wrong with the folder that is written, in words.</summary>
internal static class OutputFault
{
    /// <summary>The number of the fault that a file would be longer than its file system, or the process, is allowed.</summary>
    public const int FileTooLong = 27;

    private const int NoSpaceLeft = 28;

    /// <summary>Bytes that are free where a folder will be; null where that cannot be told.</summary>
    public static long? FreeSpace(string directory)
    {
        string? existing = Path.GetFullPath(directory);
        while (existing is not null && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing);
        }

        try
        {
            return existing is null ? null : new DriveInfo(existing).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Throws where the disk is too small, before anything is written.</summary>
    /// <exception cref="CheckpointException">There is less free space than is needed.</exception>
    public static void RequireSpace(string directory, long needed, long? free)
    {
        if (free is { } bytes && bytes < needed)
        {
            throw new CheckpointException(
                directory, null, FormattableString.Invariant($"it needs {needed} bytes, and its disk has {bytes} free"), "Make room, or name a folder on another disk.");
        }
    }

    /// <summary>The fault of an exception of the file system while a checkpoint is written.</summary>
    public static CheckpointException Of(string directory, Exception e) => e switch
    {
        IOException { HResult: NoSpaceLeft } => new CheckpointException(
            directory, null, "its disk is full", "Make room and begin again; what stood there before is as it was.", e),
        IOException { HResult: FileTooLong } => new CheckpointException(
            directory, null, "its file system takes no file of that length", "Ask for smaller files, or name a folder on another disk; what stood there before is as it was.", e),
        FileNotFoundException { FileName: { } file } => new CheckpointException(file, null, "it was lost while it was read", "Put it back, and begin again.", e),
        UnauthorizedAccessException => new CheckpointException(directory, null, $"it cannot be written ({e.Message})", "Name a folder that may be written to.", e),
        _ => new CheckpointException(directory, null, $"it cannot be made ({e.Message})", "Mend what the system reports; what stood there before is as it was.", e),
    };

    /// <summary>Whether an exception is the file system's.</summary>
    public static bool Is(Exception e) => e is IOException or UnauthorizedAccessException;
}
