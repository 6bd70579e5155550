using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Writes a Hugging Face checkpoint that appears whole or not at all. Names, shapes and types are given first, so that every file's
/// header and length are known and bytes can come in any order and in pieces, with no tensor in memory.
/// </summary>
public sealed class CheckpointWriter : IDisposable
{
    /// <summary>Greatest number of a shard's bytes, unless asked otherwise: transformers' 5 GB.</summary>
    public const long DefaultShardSize = 5_000_000_000;

    private readonly AtomicDirectory _directory;
    private readonly Dictionary<string, TensorSlot> _slots = new(StringComparer.Ordinal);
    private readonly List<SafeFileHandle> _handles = [];
    private readonly List<string> _files = [];

    // Kept until the commit, which knows by what they are hashed: a tokenizer of some megabytes is the greatest.
    private readonly Dictionary<string, byte[]> _small = new(StringComparer.Ordinal);

    private CheckpointWriter(AtomicDirectory directory)
    {
        _directory = directory;
    }

    /// <summary>Bytes of all tensors.</summary>
    public long TotalSize { get; private set; }

    /// <summary>The files written so far.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>Begins a checkpoint.</summary>
    /// <param name="directory">Where it will be: not there yet, empty, or a checkpoint that Solar wrote and that is to be replaced.</param>
    /// <param name="tensors">All its tensors, in the order of the forward pass; shards are filled in this order.</param>
    /// <param name="maxShardSize">Greatest number of a shard's tensor bytes.</param>
    /// <exception cref="CheckpointException">Something of somebody else's is there.</exception>
    /// <exception cref="ArgumentException">Two tensors have one name.</exception>
    public static CheckpointWriter Create(string directory, IReadOnlyList<TensorInfo> tensors, long maxShardSize = DefaultShardSize) =>
        Create(directory, ShardPlan.Divide(tensors, maxShardSize), fingerprint: null);

    /// <summary>Begins a checkpoint, or goes on with one that a run of the same was cut off in.</summary>
    /// <param name="directory">Where it will be.</param>
    /// <param name="shards">Its files.</param>
    /// <param name="fingerprint">All that decides its bytes; null begins anew.</param>
    /// <exception cref="CheckpointException">Something of somebody else's is there.</exception>
    internal static CheckpointWriter Create(string directory, IReadOnlyList<Shard> shards, string? fingerprint)
    {
        var writer = new CheckpointWriter(AtomicDirectory.Create(directory, fingerprint));
        try
        {
            writer.Begin(shards);
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>What an earlier run did and this one does; null where nobody keeps a journal.</summary>
    internal Journal? Journal => _directory.Journal;

    /// <summary>Leaves what is not committed to a later run of the same.</summary>
    internal void KeepUnfinished() => _directory.KeepsUnfinished = true;

    /// <summary>Notes that a tensor is whole.</summary>
    /// <param name="slot">Its place.</param>
    /// <param name="hash">The hash of its bytes; null where nothing is hashed.</param>
    internal void Finish(TensorSlot slot, string? hash)
    {
        slot.Hash = hash;
        if (hash is not null)
        {
            Journal?.Finish(slot.Info.Name, hash);
        }
    }

    /// <summary>The place of a tensor, to be filled.</summary>
    /// <exception cref="KeyNotFoundException">The checkpoint has no such tensor.</exception>
    public TensorSlot this[string tensor] => _slots[tensor];

    /// <summary>Writes a text file, such as config.json.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a file, or was written already.</exception>
    public void WriteText(string name, string text) => WriteFile(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file.</summary>
    /// <exception cref="ArgumentException">The name is no plain name of a file, or was written already.</exception>
    public void WriteFile(string name, ReadOnlySpan<byte> bytes)
    {
        using SafeFileHandle handle = NewFile(name, bytes.Length);
        _small[name] = bytes.ToArray();
        RandomAccess.Write(handle, bytes, 0);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Takes a file over as it is.</summary>
    public void CopyFile(string path) => WriteFile(Path.GetFileName(path), File.ReadAllBytes(path));

    /// <summary>Writes the manifest, makes everything durable and puts the checkpoint into its place.</summary>
    /// <param name="manifest">How it was made; the files are filled in.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="InvalidOperationException">A tensor was not written to its end.</exception>
    public CheckpointManifest Commit(CheckpointManifest manifest)
    {
        if (_slots.Values.FirstOrDefault(slot => slot.Written != slot.Info.ByteCount) is { } open)
        {
            throw new InvalidOperationException($"{open.Info} has {open.Written} of its {open.Info.ByteCount} bytes.");
        }

        bool isHashed = manifest.Hash != ContentHash.None && _slots.Values.All(slot => slot.Hash is not null);
        CheckpointManifest written = manifest with
        {
            Files = [.. _files.Append(CheckpointFiles.Manifest).Order(StringComparer.Ordinal)],
            Hash = isHashed ? manifest.Hash : ContentHash.None,
            SmallFiles = isHashed ? [.. _small.Select(file => KeyValuePair.Create(file.Key, CheckpointVerifier.HashOf(file.Value, manifest.Hash)))] : [],
            Tensors = isHashed ? [.. _slots.Values.Select(slot => KeyValuePair.Create(slot.Info.Name, slot.Hash!))] : [],
        };
        WriteText(CheckpointFiles.Manifest, written.ToJson());
        foreach (SafeFileHandle handle in _handles)
        {
            RandomAccess.FlushToDisk(handle);
            handle.Dispose();
        }

        _directory.Commit();
        return written;
    }

    private void Begin(IReadOnlyList<Shard> shards)
    {
        TotalSize = shards.Sum(shard => shard.Entries.Sum(entry => entry.Info.ByteCount));
        foreach (Shard shard in shards)
        {
            SafeFileHandle? begun = _directory.TryOpenFile(shard.Name, shard.Length);
            SafeFileHandle handle = begun ?? NewFile(shard.Name, shard.Length);
            _handles.Add(handle);
            if (begun is not null)
            {
                _files.Add(shard.Name);
            }

            RandomAccess.Write(handle, shard.Header, 0);
            foreach (SafetensorsEntry entry in shard.Entries)
            {
                var slot = new TensorSlot(entry.Info, handle, shard.Header.Length + entry.Begin);
                _slots.Add(entry.Name, slot);
                if (begun is not null && Journal?.Finished.TryGetValue(entry.Name, out string? hash) == true)
                {
                    slot.TryTakeOver(hash);
                }
            }
        }

        if (shards.Count > 1)
        {
            WriteText(CheckpointFiles.Index, ShardIndex.Write(
                shards.SelectMany(shard => shard.Entries.Select(entry => KeyValuePair.Create(entry.Name, shard.Name))), TotalSize));
        }
    }

    private SafeFileHandle NewFile(string name, long length)
    {
        if (!CheckpointFiles.IsPlainName(name) || _files.Contains(name))
        {
            throw new ArgumentException($"{CheckpointFault.Quote(name)} is no plain name of a file, or was written already.", nameof(name));
        }

        SafeFileHandle handle = _directory.CreateFile(name, length);
        _files.Add(name);
        return handle;
    }

    /// <summary>Takes away what was not committed.</summary>
    public void Dispose()
    {
        foreach (SafeFileHandle handle in _handles)
        {
            handle.Dispose();
        }

        _directory.Dispose();
    }
}
