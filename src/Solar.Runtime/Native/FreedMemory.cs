using System;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Native;

/// <summary>
/// What becomes of memory that tensors have freed. glibc gives large blocks back to the kernel at once and asks for them anew in the next forward
/// pass, which then has every page of them cleared again: a seventh of a step of training.
/// </summary>
internal static partial class FreedMemory
{
    // Of malloc.h.
    private const int TrimThreshold = -1, MmapMax = -4;

    private static bool _isKept;

    /// <summary>Keeps it for the next tensors, where the C library is glibc; for a process that trains, whose steps all need the same.</summary>
    public static void Keep()
    {
        if (_isKept || !OperatingSystem.IsLinux())
        {
            return;
        }

        _isKept = true;
        try
        {
            _ = SetOption(TrimThreshold, -1);                                              // never
            _ = SetOption(MmapMax, 0);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // Another C library, with habits of its own.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
