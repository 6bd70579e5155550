using System;
using System.IO;
using System.Threading;
using ICSharpCode.SharpZipLib.BZip2;
using Solar.Testing;

namespace Solar.Lab.Tests.Evaluation.Recorded;

/// <summary>The assets' six tasks with HellaSwag's text unpacked once for all tests, since unpacking it takes longer than running the task.</summary>
internal static class UnpackedAssets
{
    private static readonly Lazy<string> Unpacked = new(Unpack, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>The data directory.</summary>
    public static string Folder => Unpacked.Value;

    private static string Unpack()
    {
        string assets = SolarAssets.Path("h6"), folder = Directory.CreateTempSubdirectory("solar-h6-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (string entry in Directory.EnumerateFileSystemEntries(assets))
        {
            string target = Path.Combine(folder, Path.GetFileName(entry));
            if (entry.EndsWith(".bz2", StringComparison.Ordinal))
            {
                using FileStream packed = File.OpenRead(entry);
                using FileStream text = File.Create(target[..^".bz2".Length]);
                BZip2.Decompress(packed, text, isStreamOwner: false);
            }
            else if (Directory.Exists(entry))
            {
                Directory.CreateSymbolicLink(target, entry);
            }
            else
            {
                File.CreateSymbolicLink(target, entry);
            }
        }

        return folder;
    }
}
