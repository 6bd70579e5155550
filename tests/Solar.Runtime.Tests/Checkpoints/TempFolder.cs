using System;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Tests.Checkpoints;

/// <summary>A folder of one test's own, gone when the test is.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        FullPath = Directory.CreateTempSubdirectory("solar-test-").FullName;
    }

    public string FullPath { get; }

    /// <summary>A path inside of it.</summary>
    public string this[params string[] parts] => Path.Combine([FullPath, .. parts]);

    /// <summary>Everything inside of it, hidden entries too, with paths relative to it.</summary>
    public string[] Content() =>
    [
        .. Directory.EnumerateFileSystemEntries(FullPath, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(FullPath, path))
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
