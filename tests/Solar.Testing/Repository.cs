using System;
using System.IO;

namespace Solar.Testing;

/// <summary>The repository that the running tests were built from, for tests of the build itself.</summary>
public static class Repository
{
    /// <summary>The path of a file or folder of the repository.</summary>
    public static string Path(string relative)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Solar.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null
            ? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Solar.sln.")
            : System.IO.Path.Combine(folder.FullName, relative);
    }
}
