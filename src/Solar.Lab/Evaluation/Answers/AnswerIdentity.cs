using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Files;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>What answers follow from beside the requests, as a text: equal texts, equal answers.</summary>
public static class AnswerIdentity
{
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

        var hashes = new FileHashes(memory);
        IEnumerable<string> files = Directory.EnumerateFiles(modelFolder, "*.safetensors").Append(Path.Combine(modelFolder, CheckpointFiles.Config)).Order(StringComparer.Ordinal);
        return $"{string.Concat(files.Select(file => $"{Path.GetFileName(file)} {hashes.Of(file)}\n"))}tokenizer {tokenizer}\nsettings {settings}";
    }
}
