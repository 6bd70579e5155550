using System.CommandLine;
using System.IO;
using System.Threading;
using Solar.Runtime;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The word that names a checkpoint: a folder, a model of the local Hugging Face cache, or a declaration whose weights are known.</summary>
internal static class CheckpointWord
{
    /// <summary>The folder that the first word means.</summary>
    /// <exception cref="CommandException">There is no word, or nothing of that name.</exception>
    public static string Folder(ProgramOptions options, ParseResult parsed, CancellationToken cancellationToken)
    {
        string[] words = parsed.GetValue(options.Words) ?? [];
        if (words.Length == 0)
        {
            throw CommandException.Usage("Name a checkpoint: a folder, or org/name in the local Hugging Face cache.");
        }

        if (IsFolder(words[0]))
        {
            return WeightsFolder.Find(new WeightsDescription(words[0]));
        }

        CommandTarget target = Target(options, parsed, words[0], cancellationToken);
        return target.Weights.Find(target.Entry.FullName);
    }

    /// <summary>Whether a word means a folder, and not a declaration: it is one, or is written like a path.</summary>
    public static bool IsFolder(string word) => Directory.Exists(word)
        || ((word.Contains('/') || word.Contains(Path.DirectorySeparatorChar) || word is "." or "..") && !ProgramOptions.IsYaml(word));

    // Without a program, a word that is no folder is a folder that is not there.
    private static CommandTarget Target(ProgramOptions options, ParseResult parsed, string word, CancellationToken cancellationToken) =>
        options.HasProgram || ProgramOptions.IsYaml(word)
            ? options.Target(parsed, cancellationToken)
            : throw new CommandException($"'{word}': there is no such folder. Name the folder of a checkpoint, or org/name in the local Hugging Face cache.");
}
