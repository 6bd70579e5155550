using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Hashing;
using System.Linq;
using System.Text;
using System.Threading;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Files;

/// <summary>
/// Hashes of files, each taken once: they are remembered by path, size and time of the last change, so that a second run need not read large files again. Such a time
/// can be set back, which is why <c>build --check</c> trusts none.
/// </summary>
internal sealed class FileHashes
{
    private const int HashLength = 32;

    /// <summary>Files that were written so shortly ago may yet change without their time saying so.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly string? _memory;

    /// <param name="memory">The file that remembers them, a line each; null for none.</param>
    /// <param name="trustsTimes">Whether what is remembered counts.</param>
    public FileHashes(string? memory, bool trustsTimes = true)
    {
        _memory = memory;
        if (trustsTimes && memory is not null && File.Exists(memory))
        {
            // Lines of hash, size, time and path; half a line that a killed run left is none that any file has.
            foreach (string line in File.ReadLines(memory).Where(line => line.Length > HashLength + 1 && line[HashLength] == ' '))
            {
                _known[line[(HashLength + 1)..]] = line[..HashLength];
            }
        }
    }

    /// <summary>XXH128 of a file, hexadecimal.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops between two blocks.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public string Of(string path, CancellationToken cancellationToken = default)
    {
        string state = State(path);
        lock (_lock)
        {
            if (_known.TryGetValue(state, out string? known))
            {
                return known;
            }
        }

        string hash = Compute(path, cancellationToken);
        if (DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Settled && State(path) == state)
        {
            Remember(state, hash);
        }

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

    // That it cannot be written is no fault: then it is computed again.
    private void Remember(string state, string hash)
    {
        lock (_lock)
        {
            if (!_known.TryAdd(state, hash) || _memory is null)
            {
                return;
            }

            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_memory))!);
                File.AppendAllText(_memory, $"{hash} {state}\n");
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
            }
        }
    }

    private static string State(string path)
    {
        FileInfo file = new(path);
        return FormattableString.Invariant($"{file.Length} {file.LastWriteTimeUtc.Ticks} {file.FullName}");
    }

    private static string Compute(string path, CancellationToken cancellationToken)
    {
        var hash = new XxHash128();
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] block = new byte[1 << 20];
        for (int read; (read = stream.Read(block)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.Append(block.AsSpan(0, read));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
