using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>What answers follow from beside the requests, as a text: equal texts, equal answers.</summary>
public static class AnswerIdentity
{
    private const string ConfigFile = "config.json";

    /// <summary>Files that were written so shortly ago may yet change without their time saying so.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    /// <summary>The identity of a model's answers.</summary>
    /// <param name="modelFolder">The checkpoint: all its safetensors files and its config.json are hashed.</param>
    /// <param name="tokenizer">The tokenizer's fingerprint (<see cref="Runtime.Text.ITextTokenizer.Fingerprint"/>).</param>
    /// <param name="settings">What the engine says of how it answers (<see cref="Engine.ModelAnswerer{TModel}.Settings"/>).</param>
    /// <param name="memory">
    /// A file in which hashes of large files are remembered by path, size and time of writing, so that a second run need not read them again;
    /// null for none.
    /// </param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static string Of(string modelFolder, string tokenizer, string settings, string? memory = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(modelFolder);
        ArgumentException.ThrowIfNullOrEmpty(tokenizer);
        ArgumentNullException.ThrowIfNull(settings);

        string[] files = [.. Directory.EnumerateFiles(modelFolder, "*.safetensors").Append(Path.Combine(modelFolder, ConfigFile)).Order(StringComparer.Ordinal)];
        Dictionary<string, string> known = Remembered(memory);
        var text = new StringBuilder();
        foreach (string file in files)
        {
            text.Append(Path.GetFileName(file)).Append(' ').Append(Hash(file, known, memory)).Append('\n');
        }

        return text.Append("tokenizer ").Append(tokenizer).Append("\nsettings ").Append(settings).ToString();
    }

    private static string Hash(string file, Dictionary<string, string> known, string? memory)
    {
        string state = State(file);
        if (known.TryGetValue(state, out string? remembered))
        {
            return remembered;
        }

        string hash;
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20))
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        bool isSettled = DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Settled && State(file) == state;
        if (memory is not null && isSettled)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(memory))!);
            File.AppendAllText(memory, $"{hash} {state}\n");
        }

        return hash;
    }

    private static string State(string file)
    {
        FileInfo info = new(file);
        return FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks} {info.FullName}");
    }

    // Lines of hash, size, time and path; half a line that a killed run left is none that any file has.
    private static Dictionary<string, string> Remembered(string? memory)
    {
        const int HashLength = 64;
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        if (memory is not null && File.Exists(memory))
        {
            foreach (string line in File.ReadLines(memory).Where(line => line.Length > HashLength + 1 && line[HashLength] == ' '))
            {
                known[line[(HashLength + 1)..]] = line[..HashLength];
            }
        }

        return known;
    }
}
