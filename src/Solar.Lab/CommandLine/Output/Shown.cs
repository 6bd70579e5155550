using System;
using System.IO;

namespace Solar.Lab.CommandLine.Output;

/// <summary>How things are called on the screen.</summary>
internal static class Shown
{
    /// <summary>A path from the current folder where that is the shorter one.</summary>
    public static string Path(string path)
    {
        string relative = System.IO.Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.Length < path.Length && !relative.StartsWith("../../..", StringComparison.Ordinal) ? relative : path;
    }

    /// <summary>A full name without its namespace.</summary>
    public static string Name(string fullName) => fullName[(fullName.LastIndexOf('.') + 1)..];

    /// <summary>A name out of an untrusted file, without characters that a terminal would obey.</summary>
    public static string Untrusted(string name) => string.Create(Math.Min(name.Length, 200), name, (text, from) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = char.IsControl(from[i]) || char.IsSurrogate(from[i]) ? '?' : from[i];
        }
    });
}
