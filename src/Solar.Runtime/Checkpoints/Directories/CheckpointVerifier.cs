using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Runtime.Checkpoints;

/// <summary>Holds a checkpoint against its own manifest: that every file is there, and every tensor's bytes are those that were written.</summary>
public static class CheckpointVerifier
{
    private const long GreatestLength = 50_000_000;
    private const string Mend = "Build it again.";

    /// <summary>Checks a folder.</summary>
    /// <param name="directory">A checkpoint that Solar wrote.</param>
    /// <param name="progress">Told how many of the weights' bytes were checked, and how many there are.</param>
    /// <param name="cancellationToken">Stops between two pieces.</param>
    /// <returns>Everything that is wrong; empty where all is as it was written.</returns>
    /// <exception cref="CheckpointException">There is no manifest, or it names no hashes.</exception>
    public static Task<IReadOnlyList<CheckpointFault>> VerifyAsync(
        string directory, IProgress<(long Done, long Total)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        return Task.Run(() => Verify(Path.GetFullPath(directory), progress, cancellationToken), cancellationToken);
    }

    private static IReadOnlyList<CheckpointFault> Verify(string directory, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        string path = Path.Combine(directory, CheckpointFiles.Manifest);
        if (!File.Exists(path))
        {
            throw new CheckpointException(path, null, "there is no such file, so that nothing says what was written", "Name a folder that Solar wrote.");
        }

        IReadOnlyList<string> files = CheckpointManifest.ReadFiles(path);
        (ContentHash kind, Dictionary<string, string> hashes, Dictionary<string, string> fileHashes) = ReadHashes(path);
        List<CheckpointFault> faults = [.. MissingOrStrange(directory, files)];
        foreach ((string name, string hash) in fileHashes.Where(pair => File.Exists(Path.Combine(directory, pair.Key))))
        {
            if (HashOf(File.ReadAllBytes(Path.Combine(directory, name)), kind) != hash)
            {
                faults.Add(new CheckpointFault(Path.Combine(directory, name), null, "its bytes are not those that were written", Mend));
            }
        }

        try
        {
            using CheckpointReader reader = files.Contains(Lora.LoraNames.Weights)
                ? CheckpointReader.OpenFile(directory, Lora.LoraNames.Weights)
                : CheckpointReader.Open(directory);
            faults.AddRange(Compare(reader, kind, hashes, progress, cancellationToken));
        }
        catch (CheckpointException e)
        {
            faults.AddRange(e.Faults);
        }

        return faults;
    }

    /// <summary>The hash of a small file.</summary>
    internal static string HashOf(ReadOnlySpan<byte> bytes, ContentHash kind)
    {
        using var hash = new RunningHash(kind);
        hash.Append(bytes);
        return hash.Finish();
    }

    private static IEnumerable<CheckpointFault> MissingOrStrange(string directory, IReadOnlyList<string> files)
    {
        foreach (string file in files.Where(file => !File.Exists(Path.Combine(directory, file))))
        {
            yield return new CheckpointFault(Path.Combine(directory, file), null, "it was written, and is not there", Mend);
        }

        foreach (string file in Directory.EnumerateFileSystemEntries(directory).Select(path => Path.GetFileName(path)).Except(files).Order(StringComparer.Ordinal))
        {
            yield return new CheckpointFault(Path.Combine(directory, file), null, "Solar did not write it", "Take it away.");
        }
    }

    private static IEnumerable<CheckpointFault> Compare(
        CheckpointReader reader, ContentHash kind, Dictionary<string, string> hashes, IProgress<(long Done, long Total)>? progress, CancellationToken cancellationToken)
    {
        foreach (string missing in hashes.Keys.Where(name => !reader.Tensors.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            yield return new CheckpointFault(reader.FullPath, missing, "it was written, and is not there", Mend);
        }

        long total = reader.Tensors.Values.Sum(tensor => tensor.Info.ByteCount);
        long done = 0;
        byte[] buffer = GC.AllocateUninitializedArray<byte>(1 << 20);
        foreach (SafetensorsFile file in reader.Files)
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(file.FullPath, options: FileOptions.SequentialScan);
            foreach (SafetensorsEntry entry in file.Header.Entries)
            {
                var elements = new StoredElements(new StoredTensor(file, entry), handle);
                using var hash = new RunningHash(kind);
                for (long offset = 0; offset < entry.Info.ByteCount; offset += buffer.Length)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Span<byte> piece = buffer.AsSpan(0, (int)Math.Min(buffer.Length, entry.Info.ByteCount - offset));
                    elements.ReadBytes(offset, piece);
                    hash.Append(piece);
                }

                progress?.Report((done += entry.Info.ByteCount, total));
                if (!hashes.TryGetValue(entry.Name, out string? written))
                {
                    yield return new CheckpointFault(file.FullPath, entry.Name, "the manifest does not know it", Mend);
                }
                else if (hash.Finish() != written)
                {
                    yield return new CheckpointFault(file.FullPath, entry.Name, "its bytes are not those that were written", Mend);
                }
            }
        }
    }

    private static (ContentHash Kind, Dictionary<string, string> Tensors, Dictionary<string, string> Files) ReadHashes(string path) =>
        JsonFile.ReadObject(path, GreatestLength, Mend, root =>
        {
            foreach (ContentHash kind in new[] { ContentHash.Xxh128, ContentHash.Sha256 })
            {
                if (root.TryGetProperty("tensors_" + kind.KeyOf(), out JsonElement tensors) && tensors.ValueKind == JsonValueKind.Object)
                {
                    return (kind, Texts(tensors, path), root.TryGetProperty("files_" + kind.KeyOf(), out JsonElement files) ? Texts(files, path) : []);
                }
            }

            throw new CheckpointException(path, null, "it names no hashes of tensors", "Build the checkpoint with hashes to have it verified.");
        });

    private static Dictionary<string, string> Texts(JsonElement element, string path)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (property.Value.ValueKind != JsonValueKind.String || !CheckpointFiles.IsPlainName(property.Name) || !texts.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new CheckpointException(path, property.Name, "its hash is no text, or stands there twice", Mend);
            }
        }

        return texts;
    }
}
