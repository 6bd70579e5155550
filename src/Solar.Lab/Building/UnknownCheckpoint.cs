using System.IO;
using Solar.Lab.CommandLine;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Training.State;

namespace Solar.Lab.Building;

/// <summary>Keeps a stage from being trained over a checkpoint that no build has made: days of somebody's training may be in it.</summary>
internal static class UnknownCheckpoint
{
    /// <summary>Refuses it. Copies and merges ask by themselves what may be replaced; a run of a stage writes into a folder that is there.</summary>
    /// <param name="node">What is to be made.</param>
    /// <param name="record">What is known of earlier builds of it.</param>
    /// <exception cref="CommandException">There is a checkpoint, and no record of it, or no manifest in it.</exception>
    public static void Refuse(BuildNode node, BuildRecord? record)
    {
        if (node.Kind != BuildKind.Stage || !File.Exists(Path.Combine(node.Directory, CheckpointFiles.Config)))
        {
            return;
        }

        if (record is null)
        {
            throw Refused(node, "holds a checkpoint, and nothing says that 'build' made it");
        }

        // One that a killed run was moving into place has its manifest in there yet.
        if (!File.Exists(Path.Combine(node.Directory, CheckpointFiles.Manifest)) && !OutputFolder.IsBeingMoved(node.Directory))
        {
            throw Refused(node, $"holds a checkpoint without {CheckpointFiles.Manifest}, so Solar did not write it");
        }
    }

    private static CommandException Refused(BuildNode node, string what) => new(
        $"{node.Directory} {what}: it is not trained over. Take it as it is with --weights {node.SimpleName}={node.Directory}, import it ('import {node.SimpleName} --from DIR'), or delete it.");
}
