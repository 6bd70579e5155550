using System;
using System.Collections.Generic;
using System.IO;

namespace Solar.Runtime.Text.Chat;

/// <summary>The chat template of a checkpoint's own files, and templates in files.</summary>
internal static class CheckpointTemplate
{
    /// <summary>The file of a template apart, as newer checkpoints have it.</summary>
    public const string FileName = "chat_template.jinja";

    /// <summary>Whether a checkpoint has one.</summary>
    public static bool IsIn(string directory) =>
        directory.Length > 0 && (File.Exists(Path.Combine(directory, FileName)) || TokenizerSettings.Read(directory).ChatTemplate is not null);

    /// <summary>Reads that of a checkpoint.</summary>
    /// <param name="directory">The folder of its tokenizer.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="ChatTemplateException">It has none, or it cannot be read.</exception>
    public static JinjaTemplate Read(string directory, ITextTokenizer tokenizer)
    {
        string file = Path.Combine(directory, FileName);
        if (File.Exists(file))
        {
            return Create(file, File.ReadAllText(file), tokenizer);
        }

        TokenizerSettings settings = TokenizerSettings.Read(directory);
        string config = Path.Combine(directory, TokenizerSettings.FileName);
        return settings.ChatTemplate is { } source
            ? Create(config, source, tokenizer)
            : throw new ChatTemplateException("tokenizer", $"{directory} has neither {FileName} nor a chat_template in {TokenizerSettings.FileName}; take a built-in one: {string.Join(", ", ChatTemplate.BuiltIn)}");
    }

    /// <summary>Reads that of a file.</summary>
    public static JinjaTemplate ReadFile(string file, ITextTokenizer tokenizer) => Create(file, File.ReadAllText(file), tokenizer);

    private static JinjaTemplate Create(string file, string source, ITextTokenizer tokenizer) => new(
        file,
        source,
        new Dictionary<string, string?> { ["bos_token"] = tokenizer.BosText ?? "", ["eos_token"] = tokenizer.EosText ?? "" },
        new DateTimeOffset(DateTime.Today));                  // a day: what is written by the hour could never be kept
}
