using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Solar.Compiler.Emitting;
using Solar.Families;
using Solar.Lab.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Building;

/// <summary>
/// A checkpoint that was trained elsewhere and taken in as the result of a declaration. What it was made from is not asked any more: it is up to date
/// as long as the declaration is the one that it was imported for, and its files are those that were imported.
/// </summary>
internal static class ImportedCheckpoint
{
    /// <summary>Whether a declaration's result was imported and is there.</summary>
    /// <exception cref="CommandException">An import of it was cut off: nobody knows what the folder holds, and nothing is trained in its place.</exception>
    /// <param name="name">Full name of the declaration.</param>
    /// <param name="directory">Folder of its checkpoint.</param>
    /// <param name="settings">Folders.</param>
    public static bool IsThere(string name, string directory, BuildSettings settings)
    {
        var records = new BuildRecords(settings.CheckpointsDirectory);
        return records.Find(name) switch
        {
            { ImportedFrom: { } from, IsWhole: false } => throw new CommandException(
                $"An import of {Shown.Name(name)} from {from} was cut off. Import it again, name its folder with --weights, or delete {directory} and {records.FileOf(name)} to have it built here."),
            { ImportedFrom: not null } => File.Exists(Path.Combine(directory, CheckpointFiles.Config)),
            _ => false,
        };
    }

    /// <summary>The record of an import.</summary>
    /// <param name="entry">The declaration.</param>
    /// <param name="from">The folder that it was taken from.</param>
    /// <param name="output">Hash of the checkpoint as it lies among the others now; empty while it is being copied.</param>
    /// <param name="started">When the import began.</param>
    public static BuildRecord Record(ProgramEntry entry, string from, string output, DateTime started)
    {
        SortedDictionary<string, string> declared = Declared(entry);
        return new BuildRecord
        {
            Name = entry.FullName,
            Kind = BuildKind.Imported,
            Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(declared.Select(part => $"{part.Key}\0{part.Value}\0"))))),
            Inputs = declared,
            Output = output,
            ImportedFrom = Path.GetFullPath(from),
            Started = started,
            Finished = output.Length > 0 ? DateTime.UtcNow : null,
        };
    }

    /// <summary>Holds an imported checkpoint against its record.</summary>
    /// <exception cref="CommandException">Something was changed since; nothing is built over it.</exception>
    public static void Check(BuildNode node, BuildRecord record, string output)
    {
        string[] reasons =
        [
            .. BuildReason.Between(record.Inputs, Declared(node.Entry!)),
            .. output == record.Output ? Array.Empty<string>() : ["its files were changed"],
        ];
        if (reasons.Length > 0)
        {
            throw new CommandException(
                $"{node.SimpleName} was imported from {record.ImportedFrom}, and since then: {string.Join("; ", reasons)}. "
                + $"Import it again, name its folder with --weights, or delete {node.Directory} to have it built here.");
        }
    }

    private static SortedDictionary<string, string> Declared(ProgramEntry entry) => new(StringComparer.Ordinal)
    {
        [BuildInputs.Declaration] = entry switch
        {
            { Stage: { } stage } => ResolvedText.Of(stage),
            { Merge: { } merge } => ResolvedText.Of(merge),
            _ => ResolvedText.Of(entry.Model!),
        },
        ["model"] = ConfigJson.Write(entry.Model!.Spec),
    };
}
