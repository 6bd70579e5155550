using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using Solar.Compiler.Emitting;
using Solar.Families;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Files;
using Solar.Runtime.Checkpoints;
using Solar.Specs;

namespace Solar.Lab.Building;

/// <summary>All that the files of a node follow from, by name: what has to be equal for them to count as built.</summary>
internal sealed class BuildInputs
{
    /// <summary>Version and build of Solar: of what loops and models stand on, and of what writes them.</summary>
    public const string Solar = "Solar";

    /// <summary>What was declared.</summary>
    public const string Declaration = "declaration";

    private BuildInputs(SortedDictionary<string, string> parts) => Parts = parts;

    /// <summary>The parts: the declaration as it is, files as their hashes.</summary>
    public IReadOnlyDictionary<string, string> Parts { get; }

    /// <summary>SHA-256 over all of them.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Parts.Select(part => $"{part.Key}\0{part.Value}\0")))));

    /// <summary>Name of the part that is another node's result.</summary>
    public static string Input(string node) => $"input {node}";

    /// <summary>The inputs of a node whose own inputs are there.</summary>
    /// <param name="node">The node.</param>
    /// <param name="program">Its program.</param>
    /// <param name="settings">Folders and choices.</param>
    /// <param name="hashes">Hashes of files.</param>
    /// <param name="outputs">For each input, the hash of its result.</param>
    /// <param name="cancellationToken">Stops the hashing.</param>
    public static BuildInputs Of(
        BuildNode node, LabProgram program, BuildSettings settings, FileHashes hashes, Func<string, string> outputs, CancellationToken cancellationToken)
    {
        var parts = new SortedDictionary<string, string>(StringComparer.Ordinal) { [Solar] = $"{BuildOf(typeof(CheckpointManifest).Assembly)} {BuildOf(typeof(ResolvedText).Assembly)}" };
        foreach (string input in node.Checkpoints)
        {
            parts[Input(input)] = outputs(input);
        }

        switch (node)
        {
            case { Step: { } step }:
                parts[Declaration] = step.Fingerprint;
                parts["code"] = BuildOf(step.GetType().Assembly);
                break;
            case { Entry: { Merge: { } merge } }:
                parts[Declaration] = ResolvedText.Of(merge);
                AddOwnCode(parts, merge.Recipe.Function is not null, program);
                break;
            case { Entry: { Stage: { } stage } entry }:
                parts[Declaration] = ResolvedText.Of(stage);
                AddModel(parts, entry, program);
                AddData(parts, node, program, settings, hashes, cancellationToken);
                AddOverrides(parts, entry, settings);
                break;
            default:
                parts[Declaration] = ResolvedText.Of(node.Entry!.Model!);
                AddModel(parts, node.Entry, program);
                if (node.Kind == BuildKind.Initial)
                {
                    parts["seed"] = settings.Seed.ToString(CultureInfo.InvariantCulture);
                    parts["tokenizer"] = Tokenizer(settings, hashes, cancellationToken);
                }

                break;
        }

        return new BuildInputs(parts);
    }

    private static void AddModel(SortedDictionary<string, string> parts, ProgramEntry entry, LabProgram program)
    {
        parts["model"] = ConfigJson.Write(entry.Model!.Spec);
        AddOwnCode(parts, entry.Model.Spec.OwnModules.Any(), program);
    }

    private static void AddData(
        SortedDictionary<string, string> parts, BuildNode node, LabProgram program, BuildSettings settings, FileHashes hashes, CancellationToken cancellationToken)
    {
        foreach (string name in node.Datasets)
        {
            DatasetDeclaration data = program.Find(name)!.Dataset!.Declaration;
            IReadOnlyList<string> files = DataFiles.Find(settings.DataDirectory, data.Path, data.Name.Name);
            parts[$"data {name}"] = ResolvedText.Of(program.Find(name)!.Dataset!);
            parts[$"files of {name}"] = hashes.Of(files.Select(file => (Path.GetRelativePath(settings.DataDirectory, file).Replace('\\', '/'), file)), cancellationToken);
        }
    }

    private static void AddOverrides(SortedDictionary<string, string> parts, ProgramEntry entry, BuildSettings settings)
    {
        foreach ((string key, string value) in StageOverrides.Of(entry, settings.Overrides))
        {
            parts[$"set {key}"] = value;
        }
    }

    private static string Tokenizer(BuildSettings settings, FileHashes hashes, CancellationToken cancellationToken) => settings.TokenizerDirectory is { } folder
        ? hashes.Of(CheckpointFiles.CarriedFrom(Path.Combine(settings.DataDirectory, folder)).Select(file => (Path.GetFileName(file), file)), cancellationToken)
        : "none";

    private static void AddOwnCode(SortedDictionary<string, string> parts, bool has, LabProgram program)
    {
        if (has && program.Assembly is { } assembly)
        {
            parts["code"] = BuildOf(assembly);
        }
    }

    // Deterministic builds of equal source have equal ids.
    private static string BuildOf(Assembly assembly) => $"{assembly.GetName().Version?.ToString(3)} {assembly.ManifestModule.ModuleVersionId:N}";
}
