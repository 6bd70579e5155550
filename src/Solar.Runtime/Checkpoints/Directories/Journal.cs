using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// What a run that fills a folder has done, line by line beside the folder's files: first what the run is, then each tensor that is whole
/// with the hash of its bytes, and each source tensor that was read with its own. A run that was cut off goes on from here.
/// </summary>
/// <remarks>
/// Lines are not flushed one by one. After a loss of power the file may claim more than the disk has, so whoever goes on checks the hashes
/// of what he finds; a line that was cut off counts for nothing.
/// </remarks>
internal sealed class Journal : IDisposable
{
    /// <summary>Its name within the folder.</summary>
    public const string Name = ".solar-journal";

    private const long GreatestLength = 1_000_000_000;

    private readonly object _gate = new();
    private readonly FileStream _file;

    private Journal(string path, FileMode mode)
    {
        _file = new FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>The tensors that an earlier run finished, with their hashes.</summary>
    public Dictionary<string, string> Finished { get; } = new(StringComparer.Ordinal);

    /// <summary>What an earlier run read, with the hashes.</summary>
    public Dictionary<string, string> WasRead { get; } = new(StringComparer.Ordinal);

    /// <summary>Begins a journal.</summary>
    public static Journal Create(string folder, string fingerprint)
    {
        var journal = new Journal(Path.Combine(folder, Name), FileMode.CreateNew);
        journal.Write("run", fingerprint, fingerprint);
        return journal;
    }

    /// <summary>Goes on with a journal; null where there is none of this run.</summary>
    public static Journal? TryOpen(string folder, string fingerprint)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path) || new FileInfo(path).Length > GreatestLength)
        {
            return null;
        }

        List<(string Kind, string Name, string Hash)> lines = [.. Read(path)];
        if (lines.Count == 0 || lines[0] != ("run", fingerprint, fingerprint))
        {
            return null;
        }

        var journal = new Journal(path, FileMode.Open);
        foreach ((string kind, string name, string hash) in lines)
        {
            (kind == "done" ? journal.Finished : journal.WasRead)[name] = hash;
        }

        journal.WasRead.Remove(fingerprint);

        // A last line without an end must not run into the next one.
        journal._file.Write("\n"u8);
        return journal;
    }

    /// <summary>A tensor of the result is whole.</summary>
    public void Finish(string tensor, string hash) => Write("done", tensor, hash);

    /// <summary>A tensor of a source was read to its end.</summary>
    public void Read(string tensor, string hash) => Write("read", tensor, hash);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write(string kind, string name, string hash)
    {
        byte[] line = Encoding.UTF8.GetBytes($"{kind} {hash} {JsonEncodedText.Encode(name)}\n");
        lock (_gate)
        {
            _file.Write(line);
        }
    }

    private static IEnumerable<(string Kind, string Name, string Hash)> Read(string path)
    {
        string text = File.ReadAllText(path);
        int end = text.LastIndexOf('\n');
        foreach (string line in text[..Math.Max(0, end)].Split('\n'))
        {
            string[] parts = line.Split(' ', 3);
            if (parts.Length == 3 && TryUnquote(parts[2], out string name))
            {
                yield return (parts[0], name, parts[1]);
            }
        }
    }

    private static bool TryUnquote(string text, out string name)
    {
        try
        {
            using var document = JsonDocument.Parse($"\"{text}\"");
            name = document.RootElement.GetString()!;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            name = string.Empty;
            return false;
        }
    }
}
