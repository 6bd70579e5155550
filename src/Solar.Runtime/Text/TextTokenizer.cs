using System;
using System.IO;

namespace Solar.Runtime.Text;

/// <summary>Reads the tokenizer of a checkpoint, of whichever kind it is.</summary>
public static class TextTokenizer
{
    /// <summary>Reads tokenizer.model (SentencePiece) where there is one, else tokenizer.json (byte-level).</summary>
    /// <param name="path">A checkpoint folder, or one of these files itself.</param>
    /// <exception cref="TokenizerException">There is none, or it cannot be read.</exception>
    public static ITextTokenizer Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        bool isJson = File.Exists(path)
            ? path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            : !File.Exists(Path.Combine(path, SentencePieceTokenizer.FileName)) && File.Exists(Path.Combine(path, ByteLevelTokenizer.FileName));
        return isJson ? ByteLevelTokenizer.Load(path) : SentencePieceTokenizer.Load(path);
    }
}
