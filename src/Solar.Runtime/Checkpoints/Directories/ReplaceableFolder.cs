using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// What may be written over: nothing, an empty folder, or a checkpoint that Solar wrote and nobody added to. A file that somebody put
/// there is never deleted.
/// </summary>
internal static class ReplaceableFolder
{
    private const string Mend = "Name another folder, or empty this one.";

    /// <summary>Throws where something must not be replaced.</summary>
    /// <exception cref="CheckpointException">What stands there and is not Solar's is named.</exception>
    public static void Check(string path)
    {
        if (File.Exists(path))
        {
            throw new CheckpointException(path, null, "a file is there, not a folder", "Name another folder.");
        }

        if (!Directory.Exists(path))
        {
            return;
        }

        string[] present = [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!)];
        if (present.Length == 0)
        {
            return;
        }

        string manifest = Path.Combine(path, CheckpointFiles.Manifest);
        if (!File.Exists(manifest))
        {
            throw new CheckpointException(path, null, $"the folder is not empty and has no {CheckpointFiles.Manifest}, so Solar did not write it", Mend);
        }

        HashSet<string> own = [.. CheckpointManifest.ReadFiles(manifest)];
        string[] strange = [.. present.Where(name => !own.Contains(name) || Directory.Exists(Path.Combine(path, name))).Order(StringComparer.Ordinal)];
        if (strange.Length > 0)
        {
            throw new CheckpointException(
                Path.Combine(path, strange[0]), null, $"Solar did not write this ({strange.Length} such in a folder that would be replaced)", Mend);
        }
    }
}
