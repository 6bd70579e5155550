using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Checkpoints;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.State;

/// <summary>
/// The states of a run that was not finished. <c>state-&lt;step&gt;/</c> holds <c>model/</c>, a checkpoint in Hugging Face's layout that can be
/// used as it is, <c>optimizer/</c>, the other tensors, and <c>training_state.json</c>. A state is written under another name and then renamed, so that there is never half of one; older ones
/// are removed after that.
/// </summary>
internal static class StateFolder
{
    public const int Format = 1;

    /// <summary>Begins the name of whatever is not whole.</summary>
    public const string Unfinished = ".unfinished-";

    private const string Prefix = "state-";
    private const string JsonName = "training_state.json";
    private const string Model = "model";
    private const string Optimizer = "optimizer";

    /// <summary>The newest state in a directory; null where there is none.</summary>
    public static string? Newest(string directory) =>
        Numbered(directory).OrderByDescending(state => state.Step).Select(state => state.Path).FirstOrDefault();

    /// <summary>Reads what stands beside the weights of a state.</summary>
    /// <exception cref="TrainingStateException">It cannot be read.</exception>
    public static StoredState Read(string state)
    {
        string file = Path.Combine(state, JsonName);
        try
        {
            StoredState? stored = JsonSerializer.Deserialize(File.ReadAllBytes(file), TrainingJson.Default.StoredState);
            return stored is { Format: Format }
                ? stored
                : throw new TrainingStateException(state, $"is of format {stored?.Format}, and this version reads format {Format}; finish the run with the version that began it, or delete the folder.");
        }
        catch (Exception failure) when (failure is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new TrainingStateException(state, $"{JsonName} cannot be read ({failure.Message}); delete the folder to begin anew.", failure);
        }
    }

    /// <summary>Takes the weights of a state, and copies its other tensors into tensors of the same names.</summary>
    /// <param name="state">The state.</param>
    /// <param name="restoreWeights">Takes them out of the folder that <see cref="Write"/> had them written into.</param>
    /// <param name="others">The other tensors.</param>
    /// <exception cref="CheckpointException">The state is damaged.</exception>
    /// <exception cref="TrainingStateException">The state has not all of them.</exception>
    public static void Restore(string state, Action<string> restoreWeights, IEnumerable<(string Name, Tensor Target)> others)
    {
        restoreWeights(Path.Combine(state, Model));
        StateTensors.CopyInto(Path.Combine(state, Optimizer), others);
    }

    /// <summary>Writes a state and removes the older ones.</summary>
    /// <param name="directory">The run's output directory.</param>
    /// <param name="stored">What stands beside the tensors.</param>
    /// <param name="others">The tensors that are not the model's.</param>
    /// <param name="saveWeights">Writes the model's checkpoint into a folder that it makes.</param>
    /// <param name="kept">How many states are kept, this one included.</param>
    public static void Write(
        string directory, StoredState stored, IReadOnlyList<(string Name, Tensor Value)> others, Action<string> saveWeights, int kept = 1)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{stored.Step}");
        string target = Path.Combine(directory, name), unfinished = Path.Combine(directory, Unfinished + name);
        RemoveIfThere(unfinished);

        Directory.CreateDirectory(unfinished);
        saveWeights(Path.Combine(unfinished, Model));
        StateTensors.Write(Path.Combine(unfinished, Optimizer), others, name);
        DurableFile.Write(Path.Combine(unfinished, JsonName), JsonSerializer.SerializeToUtf8Bytes(stored, TrainingJson.Default.StoredState));

        SystemCalls.FlushFolder(unfinished);

        Remove(directory, target);
        Directory.Move(unfinished, target);
        SystemCalls.FlushFolder(directory);
        foreach ((string path, _) in Numbered(directory).OrderByDescending(state => state.Step).Skip(kept).ToArray())
        {
            Remove(directory, path);
        }
    }

    /// <summary>Removes every state, and what a killed process left of one.</summary>
    public static void RemoveAll(string directory)
    {
        if (Directory.Exists(directory))
        {
            BestModel.Remove(directory);
            foreach ((string path, _) in Numbered(directory).ToArray())
            {
                Remove(directory, path);
            }

            foreach (string path in Directory.GetFiles(directory, Unfinished + "*"))
            {
                File.Delete(path);
            }

            foreach (string path in Directory.GetDirectories(directory, Unfinished + "*"))
            {
                Directory.Delete(path, recursive: true);
            }
        }
    }

    private static IEnumerable<(string Path, long Step)> Numbered(string directory)
    {
        if (!Directory.Exists(directory))
        {
            yield break;
        }

        foreach (string path in Directory.EnumerateDirectories(directory, Prefix + "*"))
        {
            if (long.TryParse(Path.GetFileName(path.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out long step))
            {
                yield return (path, step);
            }
        }
    }

    // Renamed first: a folder of a state's name is a whole state, also where the process is killed while it removes one.
    private static void Remove(string directory, string state)
    {
        if (Directory.Exists(state))
        {
            string removed = Path.Combine(directory, $"{Unfinished}removed-{Path.GetFileName(state)}");
            RemoveIfThere(removed);
            Directory.Move(state, removed);
            Directory.Delete(removed, recursive: true);
        }
    }

    private static void RemoveIfThere(string directory)
    {
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }
    }
}
