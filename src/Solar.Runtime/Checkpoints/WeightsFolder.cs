using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>Finds the folder of declared weights. Nothing is fetched: what is not on this machine is an error that says where it was looked for.</summary>
public static class WeightsFolder
{
    private const string DefaultRevision = "main";

    /// <summary>The folder of a model's declared weights.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="CheckpointException">It declares no weights, or they are not on this machine.</exception>
    public static string Find(ModelDescription model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Find(model.Weights ?? throw new CheckpointException(
            file: null, tensor: null, $"{model.Name} declares no weights", "Declare [Weights], or name a folder."));
    }

    /// <summary>The folder of weights: the location itself where it is a folder, else a snapshot in the local Hugging Face cache.</summary>
    /// <param name="weights">Where they are declared to be; a folder is relative to the current one.</param>
    /// <exception cref="CheckpointException">They are not on this machine, or the revision is no name of one.</exception>
    public static string Find(WeightsDescription weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (Directory.Exists(weights.Location))
        {
            return Path.GetFullPath(weights.Location);
        }

        string[] parts = weights.Location.Split('/');
        if (parts.Length != 2 || !parts.All(IsName))
        {
            throw Missing(weights, $"there is no folder '{weights.Location}'", "Correct the path; a model of the Hugging Face cache is named 'org/name'.");
        }

        string repository = Path.Combine(CacheDirectory, $"models--{parts[0]}--{parts[1]}");
        if (!Directory.Exists(repository))
        {
            throw Missing(
                weights, $"there is neither a folder of that name nor '{repository}' in the Hugging Face cache",
                $"Fetch it (hf download {weights.Location}), or name a folder.");
        }

        return Snapshot(weights, repository);
    }

    /// <summary>The Hugging Face cache, by the same environment variables as huggingface_hub: HF_HUB_CACHE, HF_HOME, XDG_CACHE_HOME.</summary>
    public static string CacheDirectory =>
        Variable("HF_HUB_CACHE")
        ?? Path.Combine(
            Variable("HF_HOME")
            ?? Path.Combine(
                Variable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
                "huggingface"),
            "hub");

    // refs/<branch or tag> holds the commit that it stood for when it was fetched; snapshots/ has a folder for each commit.
    private static string Snapshot(WeightsDescription weights, string repository)
    {
        string revision = weights.Revision ?? DefaultRevision;
        if (!revision.Split('/').All(IsName))
        {
            throw Missing(weights, $"'{revision}' is no name of a revision", "Name a branch, a tag or a commit.");
        }

        string reference = Path.Combine(repository, "refs", revision);
        string commit = File.Exists(reference) ? File.ReadAllText(reference).Trim() : revision;
        string snapshot = Path.Combine(repository, "snapshots", commit);
        if (IsName(commit) && Directory.Exists(snapshot))
        {
            return snapshot;
        }

        string known = string.Join(", ", Names(Path.Combine(repository, "refs")).Concat(Names(Path.Combine(repository, "snapshots"))));
        throw Missing(
            weights, $"'{repository}' has no snapshot of revision '{revision}'; it has {(known.Length > 0 ? known : "none")}",
            $"Fetch it (hf download {weights.Location} --revision {revision}), or name another revision.");
    }

    private static IEnumerable<string> Names(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)
        : [];

    // A declared name must not lead out of the cache.
    private static bool IsName(string part) =>
        part.Length > 0 && part is not ("." or "..") && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static CheckpointException Missing(WeightsDescription weights, string problem, string mend) =>
        new(file: null, tensor: null, $"the weights '{weights.Location}' were not found: {problem}", mend);
}
