using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Families;

/// <summary>The names that <c>chat_template</c> takes.</summary>
public static class ChatTemplates
{
    /// <summary>The checkpoint's own where it has one, else <see cref="Solar"/>.</summary>
    public const string Auto = "auto";

    /// <summary>The checkpoint's own.</summary>
    public const string Tokenizer = "tokenizer";

    /// <summary>The one of SOLAR 10.7B.</summary>
    public const string Solar = "solar";

    /// <summary>How the path of a template's file ends.</summary>
    public const string FileEnd = ".jinja";

    /// <summary>The built-in ones.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = [Solar, "alpaca", "chatml", "llama2", "llama3", "mistral", "zephyr", "gemma", "phi3", "plain"];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> All { get; } = [Auto, Tokenizer, .. BuiltIn];

    /// <summary>Whether a text is one of the names, or the path of a file.</summary>
    public static bool IsKnown(string text) => All.Contains(text) || (text.Length > FileEnd.Length && text.EndsWith(FileEnd, StringComparison.Ordinal));
}
