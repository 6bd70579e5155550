using System;
using System.IO;
using Solar.Runtime.Checkpoints;

namespace Solar.Runtime.Training.State;

/// <summary>
/// The model of the best evaluation so far: <c>best/</c> in the output directory, a checkpoint that can be used as it is. It is written
/// under another name and then renamed, and is removed with the states when the run is complete.
/// </summary>
internal static class BestModel
{
    private const string Name = "best";
    private const string Unfinished = ".unfinished-" + Name;

    /// <summary>Puts the model in the place of the one before.</summary>
    /// <param name="directory">The run's output directory.</param>
    /// <param name="save">Writes the checkpoint into a folder that it makes.</param>
    public static void Write(string directory, Action<string> save)
    {
        string target = Path.Combine(directory, Name), unfinished = Path.Combine(directory, Unfinished);
        RemoveIfThere(unfinished);
        save(unfinished);
        RemoveIfThere(target);
        Directory.Move(unfinished, target);
        SystemCalls.FlushFolder(directory);
    }

    /// <summary>Takes its weights.</summary>
    /// <param name="directory">The run's output directory.</param>
    /// <param name="restore">Takes them out of the folder that they were written into.</param>
    /// <exception cref="TrainingStateException">It is not there, or is another model's.</exception>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static void Restore(string directory, Action<string> restore)
    {
        string path = Path.Combine(directory, Name);
        if (!Directory.Exists(path))
        {
            throw new TrainingStateException(path, "is gone, and is to be the result; run again from an earlier state, or without LoadBestModelAtEnd.");
        }

        restore(path);
    }

    /// <summary>Removes it.</summary>
    public static void Remove(string directory)
    {
        RemoveIfThere(Path.Combine(directory, Unfinished));
        RemoveIfThere(Path.Combine(directory, Name));
    }

    private static void RemoveIfThere(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }
}
