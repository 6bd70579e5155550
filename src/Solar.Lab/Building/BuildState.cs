using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Files;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Building;

/// <summary>How a node stands.</summary>
internal enum BuildStanding
{
    /// <summary>It is there, and all that it follows from is as it was.</summary>
    Fresh,

    /// <summary>It has to be made, or made again.</summary>
    Stale,

    /// <summary>An earlier run of the same inputs was cut off and is gone on with.</summary>
    Interrupted,
}

/// <summary>How a node stands, and why.</summary>
/// <param name="Standing">How.</param>
/// <param name="Reasons">Why it is built; empty where it is not.</param>
internal sealed record BuildState(BuildStanding Standing, IReadOnlyList<string> Reasons)
{
    /// <summary>The hash of what is there; empty where nothing counts.</summary>
    public string Output { get; init; } = "";
}

/// <summary>Judges how nodes stand.</summary>
/// <param name="program">Their program.</param>
/// <param name="settings">Folders and choices.</param>
/// <param name="records">What is known of earlier builds.</param>
/// <param name="hashes">Hashes of files.</param>
internal sealed class BuildJudge(LabProgram program, BuildSettings settings, BuildRecords records, FileHashes hashes)
{
    /// <summary>Of a node whose inputs are there.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">What it follows from.</param>
    /// <param name="cancellationToken">Stops the hashing.</param>
    public BuildState Judge(BuildNode node, BuildInputs inputs, CancellationToken cancellationToken)
    {
        BuildRecord? record = records.Find(node.Name);
        if (record is null)
        {
            return new BuildState(BuildStanding.Stale, [IsThere(node) && node.Kind != BuildKind.Step ? "nothing says what the checkpoint there was made from" : "it was never built"]);
        }

        if (record.Key != inputs.Key)
        {
            return new BuildState(BuildStanding.Stale, BuildReason.Between(record.Inputs, inputs.Parts));
        }

        if (!record.IsWhole)
        {
            return new BuildState(BuildStanding.Interrupted, ["an earlier run was cut off"]);
        }

        if (!IsThere(node))
        {
            return new BuildState(BuildStanding.Stale, ["what was built is gone"]);
        }

        return Output(node, cancellationToken) is { } output && output == record.Output
            ? new BuildState(BuildStanding.Fresh, []) { Output = output }
            : new BuildState(BuildStanding.Stale, ["what was built was changed since"]);
    }

    /// <summary>The inputs of a node.</summary>
    public BuildInputs Inputs(BuildNode node, System.Func<string, string> outputs, CancellationToken cancellationToken) =>
        BuildInputs.Of(node, program, settings, hashes, outputs, cancellationToken);

    /// <summary>The hash of a checkpoint that is given; one that was imported has to be what was imported, of what is declared.</summary>
    /// <exception cref="CommandLine.CommandException">It is not.</exception>
    public string Given(BuildNode node, CancellationToken cancellationToken)
    {
        string output = Output(node, cancellationToken);
        if (node.Kind == BuildKind.Imported)
        {
            ImportedCheckpoint.Check(node, records.Find(node.Name)!, output);
        }

        return output;
    }

    /// <summary>The hash of what a node has made.</summary>
    public string Output(BuildNode node, CancellationToken cancellationToken) => node.Step is { } step
        ? hashes.Of(step.Outputs.Select(output => (output, Path.Combine(node.Directory, output))), cancellationToken)
        : hashes.OfCheckpoint(node.Directory, cancellationToken);

    private static bool IsThere(BuildNode node) => node.Step is { } step
        ? step.Outputs.All(output => File.Exists(Path.Combine(node.Directory, output)))
        : File.Exists(Path.Combine(node.Directory, CheckpointFiles.Config));
}
