using System.Collections.Generic;
using System.IO;
using Solar.Lab.CommandLine.Output;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>Where the weights of declarations are on this machine.</summary>
/// <param name="program">The declarations.</param>
/// <param name="overrides">What <c>--weights</c> says, by name as typed.</param>
/// <param name="checkpointsDirectory">Folder of the checkpoints that commands write by name.</param>
internal sealed class WeightsTable(LabProgram program, IReadOnlyDictionary<string, string> overrides, string checkpointsDirectory)
{
    /// <summary>
    /// The folder of weights: what the command line says, what is declared, what an earlier command has made; of a model that is
    /// initialised from another class and has none, that one's.
    /// </summary>
    /// <param name="fullName">Full name of a model, stage or merge.</param>
    /// <exception cref="CommandException">They are nowhere.</exception>
    /// <exception cref="CheckpointException">A folder that was named is not there.</exception>
    public string Find(string fullName) => TryFind(fullName) ?? throw new CommandException(
        $"The weights of {Shown.Name(fullName)} are not known: name their folder with --weights {Shown.Name(fullName)}=DIR, declare [Weights], or make them first ('{Default(fullName)}').");

    /// <summary>The folder of weights, or null where nobody says where they are.</summary>
    /// <exception cref="CheckpointException">A folder that was named is not there.</exception>
    public string? TryFind(string fullName)
    {
        if (Given(fullName) is { } folder)
        {
            return folder;
        }

        if (File.Exists(Path.Combine(Default(fullName), CheckpointFiles.Config)))
        {
            return Path.GetFullPath(Default(fullName));
        }

        return program.Find(fullName) is { Kind: "model", Model: { Declaration.InitializeFrom: not null, Source: { } source } } ? TryFind(source) : null;
    }

    /// <summary>The folder that the command line or a declaration names, or null: what an earlier command has made is not asked.</summary>
    /// <exception cref="CheckpointException">A folder that was named is not there.</exception>
    public string? Given(string fullName)
    {
        if (Named(fullName) is { } folder)
        {
            return WeightsFolder.Find(new WeightsDescription(folder));
        }

        return program.Find(fullName) is { Kind: "model", Model.Declaration.Weights: { } declared }
            ? WeightsFolder.Find(new WeightsDescription(declared.Location, declared.Revision))
            : null;
    }

    /// <summary>Where commands write a declaration's checkpoint unless told otherwise.</summary>
    public string Default(string fullName) => Path.Combine(checkpointsDirectory, Shown.Name(fullName));

    private string? Named(string fullName)
    {
        foreach ((string name, string folder) in overrides)
        {
            if (program.Named(name).FullName == fullName)
            {
                return folder;
            }
        }

        return program.Folders.GetValueOrDefault(fullName);
    }
}
