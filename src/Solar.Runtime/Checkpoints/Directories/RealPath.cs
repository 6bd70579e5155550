using System;
using System.IO;

namespace Solar.Runtime.Checkpoints;

/// <summary>Where paths really lead, links followed, so that one folder under two names is seen to be one.</summary>
internal static class RealPath
{
    /// <summary>The full path with every link resolved; parts that do not exist yet are kept as they are.</summary>
    public static string Of(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        string? parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        string here = Path.Combine(Of(parent), Path.GetFileName(full));
        return Directory.Exists(here) && Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target
            ? Of(target.FullName)
            : here;
    }

    /// <summary>Whether one of two real paths is the other or inside of it.</summary>
    public static bool Overlap(string a, string b) => IsInside(a, b) || IsInside(b, a);

    private static bool IsInside(string inner, string outer) =>
        (inner + Path.DirectorySeparatorChar).StartsWith(
            Path.TrimEndingDirectorySeparator(outer) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
