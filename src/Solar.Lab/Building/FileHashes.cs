using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Building;

/// <summary>
/// Hashes of files, each taken once: they are kept by size and time of the last change. Such a time can be set back, which is why
/// <c>--check</c> reads everything again.
/// </summary>
/// <param name="store">The file that keeps them.</param>
/// <param name="trustsTimes">Whether what was kept counts.</param>
internal sealed class FileHashes(string store, bool trustsTimes = true)
{
    private readonly ConcurrentDictionary<string, KnownHash> _known = trustsTimes ? Read(store) : new(StringComparer.Ordinal);

    /// <summary>XXH128 of a file, hexadecimal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Of(string path, CancellationToken cancellationToken = default)
    {
        var file = new FileInfo(path);
        string key = file.FullName;
        long changed = file.LastWriteTimeUtc.Ticks, length = file.Length;
        if (_known.TryGetValue(key, out KnownHash? known) && known.Length == length && known.Changed == changed)
        {
            return known.Hash;
        }

        string hash = Compute(file, cancellationToken);
        _known[key] = new KnownHash(length, changed, hash);
        return hash;
    }

    /// <summary>One hash of several files, by their names; a name that is not there counts as that.</summary>
    public string Of(IEnumerable<(string Name, string Path)> files, CancellationToken cancellationToken = default)
    {
        var all = new StringBuilder();
        foreach ((string name, string path) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            all.Append(name).Append(' ').Append(File.Exists(path) ? Of(path, cancellationToken) : "-").Append('\n');
        }

        return Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(all.ToString())));
    }

    /// <summary>What makes a checkpoint what it is: weights, configuration, tokenizer. Its manifest and logs are not asked.</summary>
    /// <param name="directory">Its folder.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    public string OfCheckpoint(string directory, CancellationToken cancellationToken = default)
    {
        IEnumerable<string> files = Directory.EnumerateFiles(directory, "*.safetensors")
            .Append(Path.Combine(directory, CheckpointFiles.Config))
            .Concat(CheckpointFiles.CarriedFrom(directory).Where(file => Path.GetFileName(file) != "README.md"));
        return Of(files.Select(file => (Path.GetFileName(file), file)), cancellationToken);
    }

    /// <summary>Keeps what is known. That it cannot be written is no fault: then it is computed again.</summary>
    public void Save()
    {
        string temporary = $"{store}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(store)!);
            var sorted = new SortedDictionary<string, KnownHash>(_known, StringComparer.Ordinal);
            File.WriteAllText(temporary, JsonSerializer.Serialize(sorted, BuildJson.Default.SortedDictionaryStringKnownHash));
            File.Move(temporary, store, overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
        }
    }

    private static string Compute(FileInfo file, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        using FileStream stream = new(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] block = new byte[1 << 20];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(block.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static ConcurrentDictionary<string, KnownHash> Read(string store)
    {
        try
        {
            return File.Exists(store)
                ? new(JsonSerializer.Deserialize(File.ReadAllText(store), BuildJson.Default.SortedDictionaryStringKnownHash) ?? [], StringComparer.Ordinal)
                : new(StringComparer.Ordinal);
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return new(StringComparer.Ordinal);
        }
    }
}

/// <summary>A hash, and by what a file is taken for the same.</summary>
/// <param name="Length">Its bytes.</param>
/// <param name="Changed">Time of its last change, in ticks of UTC.</param>
/// <param name="Hash">The hash.</param>
internal sealed record KnownHash(long Length, long Changed, string Hash);
