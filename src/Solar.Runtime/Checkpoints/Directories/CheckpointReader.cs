using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace Solar.Runtime.Checkpoints;

/// <summary>A Hugging Face checkpoint: a folder with config.json and its weights in one safetensors file or in shards.</summary>
public sealed class CheckpointReader : IDisposable
{
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<SafetensorsFile> _files = [];

    private CheckpointReader(string directory)
    {
        FullPath = directory;
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>Its config.json; null where there is none.</summary>
    public ConfigFile? Config { get; private set; }

    /// <summary>The files of its weights, in the order of their names.</summary>
    public IReadOnlyList<SafetensorsFile> Files => _files;

    /// <summary>All its tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors => _tensors;

    /// <summary>Opens a checkpoint and checks its files: headers, index, and that each holds what the other says.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="mode">Whether what is read from it may be written to, privately.</param>
    /// <exception cref="CheckpointException">There is none, or it is damaged; every fault of its index is named.</exception>
    public static CheckpointReader Open(string directory, MappingMode mode = MappingMode.ReadOnly)
    {
        var reader = new CheckpointReader(Path.GetFullPath(directory));
        try
        {
            reader.OpenFiles(mode);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>Opens a folder that is no checkpoint, by its one file of weights.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="mode">How it is mapped.</param>
    /// <exception cref="CheckpointException">It is not there, or damaged.</exception>
    internal static CheckpointReader OpenFile(string directory, string name, MappingMode mode = MappingMode.ReadOnly)
    {
        var reader = new CheckpointReader(Path.GetFullPath(directory));
        try
        {
            string path = Path.Combine(reader.FullPath, name);
            if (!File.Exists(path))
            {
                throw reader.NotFound($"there is no {name}");
            }

            reader.OpenShard(path, mode);
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private void OpenFiles(MappingMode mode)
    {
        string config = Path.Combine(FullPath, CheckpointFiles.Config);
        Config = File.Exists(config) ? ConfigFile.Read(config) : null;

        // transformers, too, prefers the single file where both are there
        string single = Path.Combine(FullPath, CheckpointFiles.Weights);
        string index = Path.Combine(FullPath, CheckpointFiles.Index);
        if (File.Exists(single))
        {
            OpenShard(single, mode);
        }
        else if (File.Exists(index))
        {
            OpenShards(index, mode);
        }
        else
        {
            throw NotFound($"there is neither {CheckpointFiles.Weights} nor {CheckpointFiles.Index}");
        }
    }

    private void OpenShards(string index, MappingMode mode)
    {
        IReadOnlyDictionary<string, string> map = ShardIndex.Read(index);
        string[] shards = [.. map.Values.Distinct().Order(StringComparer.Ordinal)];
        CheckpointFault[] missing =
        [
            .. shards.Where(shard => !File.Exists(Path.Combine(FullPath, shard))).Select(shard => new CheckpointFault(
                Path.Combine(FullPath, shard), map.First(pair => pair.Value == shard).Key, "its shard is missing", "Fetch the shard, or the whole checkpoint again.")),
        ];
        Refuse(missing);

        foreach (string shard in shards)
        {
            OpenShard(Path.Combine(FullPath, shard), mode);
        }

        Refuse([.. Disagreements(map, index)]);
    }

    private void OpenShard(string path, MappingMode mode)
    {
        SafetensorsFile file = SafetensorsFile.Open(path, mode);
        _files.Add(file);
        foreach (SafetensorsEntry entry in file.Header.Entries)
        {
            if (!_tensors.TryAdd(entry.Name, new StoredTensor(file, entry)))
            {
                throw new CheckpointException(
                    path, entry.Name, $"{_tensors[entry.Name].File.Name} holds it too", "Fetch the checkpoint again: two shards claim one tensor.");
            }
        }
    }

    private IEnumerable<CheckpointFault> Disagreements(IReadOnlyDictionary<string, string> map, string index)
    {
        const string mend = "Index and shards are not of one checkpoint; fetch it again.";
        foreach ((string tensor, string shard) in map)
        {
            if (!_tensors.TryGetValue(tensor, out StoredTensor stored))
            {
                yield return new CheckpointFault(Path.Combine(FullPath, shard), tensor, "the index says that it is in this shard, but it is not", mend);
            }
            else if (stored.File.Name != shard)
            {
                yield return new CheckpointFault(index, tensor, $"the index says that it is in {shard}, but it is in {stored.File.Name}", mend);
            }
        }

        foreach (StoredTensor stored in _tensors.Values.Where(stored => !map.ContainsKey(stored.Name)))
        {
            yield return new CheckpointFault(stored.File.FullPath, stored.Name, "the index does not know it", mend);
        }
    }

    private void Refuse(IReadOnlyList<CheckpointFault> faults)
    {
        if (faults.Count > 0)
        {
            throw new CheckpointException($"The checkpoint in {FullPath} cannot be used", faults);
        }
    }

    private CheckpointException NotFound(string problem)
    {
        if (!Directory.Exists(FullPath))
        {
            return new CheckpointException(FullPath, null, "there is no such folder", "Name a folder that holds a Hugging Face checkpoint.");
        }

        bool isPickled = Directory.EnumerateFiles(FullPath, "*.bin").Any();
        return new CheckpointException(
            FullPath,
            null,
            problem,
            isPickled
                ? "Its weights are pickled, which would run code; save them with transformers' save_pretrained(safe_serialization=True)."
                : "Name a folder that holds a Hugging Face checkpoint.");
    }

    /// <summary>Lets go of the files. Tensors that were made from them stay valid: they hold the mapping themselves.</summary>
    public void Dispose()
    {
        foreach (SafetensorsFile file in _files)
        {
            file.Dispose();
        }
    }
}
