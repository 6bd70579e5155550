using System.Collections.Concurrent;
using System.Text;

namespace Solar.Runtime.Checkpoints;

/// <summary>The hashes of the source tensors that are read, each of them taken once.</summary>
internal sealed class SourceHashes(ContentHash kind, Journal? journal)
{
    private readonly ConcurrentDictionary<(string File, string Tensor), string> _hashes = new();

    /// <summary>A hash to be fed; null where nothing is hashed, or somebody has it already.</summary>
    public RunningHash? Claim(StoredTensor tensor) =>
        kind != ContentHash.None && _hashes.TryAdd((tensor.File.FullPath, tensor.Name), string.Empty) ? new RunningHash(kind) : null;

    /// <summary>A tensor was read to its end.</summary>
    /// <returns>The hash of its bytes.</returns>
    /// <exception cref="CheckpointException">It is not what it was when the run that was cut off had read it.</exception>
    public string Finish(StoredTensor tensor, RunningHash hash)
    {
        string text = hash.Finish();
        hash.Dispose();
        string name = $"{tensor.File.FullPath}:{tensor.Name}";
        if (journal is not null && journal.WasRead.TryGetValue(name, out string? before))
        {
            if (before != text)
            {
                throw new CheckpointException(
                    tensor.File.FullPath, tensor.Name, "it changed since the run that was cut off had read it", "Begin again: what that run left is of no use.");
            }
        }
        else
        {
            journal?.Read(name, text);
        }

        _hashes[(tensor.File.FullPath, tensor.Name)] = text;
        return text;
    }

    /// <summary>A file with the hash of what was read of it: types, shapes and hashes of its tensors in the order of the file.</summary>
    public SourceFile Of(SafetensorsFile file, string? source)
    {
        if (kind == ContentHash.None)
        {
            return new SourceFile(file.Name, file.Length, string.Empty) { Source = source };
        }

        using var hash = new RunningHash(kind);
        foreach (SafetensorsEntry entry in file.Header.Entries)
        {
            if (_hashes.TryGetValue((file.FullPath, entry.Name), out string? text))
            {
                hash.Append(Encoding.UTF8.GetBytes($"{entry.Info} {text}\n"));
            }
        }

        return new SourceFile(file.Name, file.Length, hash.Finish()) { Source = source, HashKind = "tensors_" + kind.KeyOf() };
    }
}
