using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.Lora;

namespace Solar.Runtime.Training.State;

/// <summary>The folder that a run works in and that becomes the trained checkpoint.</summary>
internal static class OutputFolder
{
    // Being written: goes when the next run begins. Written, and being moved into place: is moved on by the next run.
    private const string Unfinished = ".unfinished-checkpoint";
    private const string Finished = ".finished-checkpoint";

    /// <summary>Makes the folder, and refuses one with a finished checkpoint that is not to be overwritten.</summary>
    /// <exception cref="TrainingOptionException">It is the folder of the model that the run starts from.</exception>
    /// <exception cref="TrainingStateException">It holds a finished checkpoint.</exception>
    public static void Prepare(TrainingOptions options)
    {
        string directory = options.OutputDirectory;
        if (options.ModelDirectory.Length > 0 && Path.GetFullPath(directory) == Path.GetFullPath(options.ModelDirectory))
        {
            throw new TrainingOptionException(nameof(TrainingOptions.OutputDirectory), "is ModelDirectory, whose weights would be written over; name another folder.");
        }

        Directory.CreateDirectory(directory);
        MoveIntoPlace(directory);
        if (options.OverwriteOutputDirectory)
        {
            StateFolder.RemoveAll(directory);
        }
        else if (StateFolder.Newest(directory) is null && File.Exists(Path.Combine(directory, CheckpointFiles.Config)))
        {
            throw new TrainingStateException(directory, "holds a finished checkpoint; name another OutputDirectory, or set OverwriteOutputDirectory.");
        }
    }

    /// <summary>
    /// Writes the checkpoint into a folder of its own and moves its files in, the states going last. A process killed while it is written
    /// leaves the states; one killed while it is moved leaves the whole of it, and the next run moves the rest.
    /// </summary>
    /// <param name="options">Folders.</param>
    /// <param name="manifest">How the weights were trained.</param>
    /// <param name="save">Writes the weights into a folder, as the options say.</param>
    public static void Publish(TrainingOptions options, TrainingManifest manifest, Action<string, SaveOptions> save)
    {
        string directory = options.OutputDirectory, unfinished = Path.Combine(directory, Unfinished);
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        save(unfinished, new SaveOptions
        {
            Training = JsonSerializer.Serialize(manifest, TrainingJson.Default.TrainingManifest),
            Alongside = writer => Carry(options, writer),
        });
        RemoveAdapter(directory);               // that of a checkpoint that is overwritten
        Directory.Move(unfinished, Path.Combine(directory, Finished));
        SystemCalls.FlushFolder(directory);
        MoveIntoPlace(directory);
    }

    /// <summary>Whether a run that was killed had finished a checkpoint and not moved it whole.</summary>
    internal static bool IsBeingMoved(string directory) => Directory.Exists(Path.Combine(directory, Finished));

    /// <summary>Moves on what a run that was killed had finished and not moved whole.</summary>
    internal static void MoveIntoPlace(string directory)
    {
        string finished = Path.Combine(directory, Finished);
        if (!Directory.Exists(finished))
        {
            return;
        }

        // The manifest goes last, so that it is still there whenever there is something to move.
        string manifest = Path.Combine(finished, CheckpointFiles.Manifest);
        if (File.Exists(manifest))
        {
            // While config.json is away, nothing takes the folder for a model. Weights of an overwritten checkpoint would be taken for this one's.
            File.Delete(Path.Combine(directory, CheckpointFiles.Config));
            IReadOnlyList<string> own = CheckpointManifest.ReadFiles(manifest);
            foreach (string weights in Directory.GetFiles(directory, "model*.safetensors*").Where(file => !own.Contains(Path.GetFileName(file))))
            {
                File.Delete(weights);
            }

            string adapter = Path.Combine(finished, LoraFolder.Name);
            if (Directory.Exists(adapter))
            {
                Directory.Move(adapter, Path.Combine(directory, LoraFolder.Name));
            }

            foreach (string file in Directory.GetFiles(finished).OrderBy(Rank))
            {
                File.Move(file, Path.Combine(directory, Path.GetFileName(file)), overwrite: true);
            }
        }

        // The folder goes last, so that a process that is killed before leaves the sign to go on here, and no state to go on from.
        SystemCalls.FlushFolder(directory);
        StateFolder.RemoveAll(directory);
        Directory.Delete(finished);
        SystemCalls.FlushFolder(directory);
    }

    private static void RemoveAdapter(string directory)
    {
        string adapter = Path.Combine(directory, LoraFolder.Name);
        if (Directory.Exists(adapter))
        {
            Directory.Delete(adapter, recursive: true);
        }
    }

    private static int Rank(string file) => Path.GetFileName(file) switch
    {
        CheckpointFiles.Manifest => 2,
        CheckpointFiles.Config => 1,
        _ => 0,
    };

    /// <summary>Takes over the tokenizer and what else belongs to a model, and the log of the run.</summary>
    private static void Carry(TrainingOptions options, CheckpointWriter writer)
    {
        string[] sources = [.. new[] { options.TokenizerDirectory, options.ModelDirectory }.OfType<string>().Where(Directory.Exists)];
        foreach (string path in sources.SelectMany(CheckpointFiles.CarriedFrom).DistinctBy(path => Path.GetFileName(path)))
        {
            writer.CopyFile(path);
        }

        writer.CopyFile(Path.Combine(options.OutputDirectory, TrainingLog.FileName));
        if (options.SamplePrompts.Count > 0)
        {
            writer.CopyFile(Path.Combine(options.OutputDirectory, TrainingLog.SamplesFileName));
        }
    }
}
