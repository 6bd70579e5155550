using System;

namespace Solar.Runtime.Text;

/// <summary>A tokenizer's file is missing or is not what it should be; the message names it and the mend.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>An exception about a file.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="message">What is wrong, and the mend.</param>
    /// <param name="innerException">What was met while reading; null without.</param>
    public TokenizerException(string path, string message, Exception? innerException = null)
        : base($"{path}: {message}", innerException) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}
