using System;
using System.IO;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.State;

namespace Solar.Lab.Building;

/// <summary>A checkpoint that was finished by a process that was killed before it could say so.</summary>
internal static class FinishedCheckpoint
{
    /// <summary>Whether a folder holds a checkpoint that was finished after a time.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="since">When the run that was cut off began.</param>
    public static bool Is(string directory, DateTime since)
    {
        if (!Directory.Exists(directory))
        {
            return false;
        }

        OutputFolder.MoveIntoPlace(directory);
        string manifest = Path.Combine(directory, CheckpointFiles.Manifest);
        return File.Exists(manifest)
            && File.Exists(Path.Combine(directory, CheckpointFiles.Config))
            && StateFolder.Newest(directory) is null
            && File.GetLastWriteTimeUtc(manifest) > since;
    }
}
