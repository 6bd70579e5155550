using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Files;

/// <summary>A file that takes part at compile time. The compiler reads none by itself.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Text">What it holds.</param>
public sealed record ProgramFile(string Path, string Text);

/// <summary>The files that a project hands over, found by their path or by the end of it.</summary>
/// <param name="All">The files.</param>
public sealed record ProgramFiles(EquatableArray<ProgramFile> All) : INamedFiles
{
    /// <summary>No files.</summary>
    public static ProgramFiles None { get; } = new(default(EquatableArray<ProgramFile>));

    /// <summary>The file that is meant; null (reported) where there is none, or more than one.</summary>
    /// <param name="written">Its path as written: <c>config.json</c>, <c>mistral/config.json</c> or a full one.</param>
    /// <param name="element">The element that names it.</param>
    /// <param name="report">Receives what is wrong.</param>
    public ProgramFile? Find(string written, string element, Report report)
    {
        string[] wanted = Segments(written);
        List<ProgramFile> found = [.. All.Where(file => wanted.Length > 0 && EndsWith(Segments(file.Path), wanted))];

        // Of several the one nearest to the root is meant: 'config.json' beside the project, before 'mistral/config.json'.
        int least = found.Count == 0 ? 0 : found.Min(file => Segments(file.Path).Length);
        List<ProgramFile> nearest = [.. found.Where(file => Segments(file.Path).Length == least)];
        switch (nearest.Count)
        {
            case 1:
                return nearest[0];
            case 0:
                report(Rules.MissingFile, element, written, "not among the files that the project hands over", $"write <AdditionalFiles Include=\"{written}\" /> into the project file{Hint(wanted)}");
                return null;
            default:
                string candidates = Suggestion.List([.. nearest.Select(file => file.Path.Replace('\\', '/')).OrderBy(path => path, StringComparer.Ordinal)], "or");
                report(Rules.MissingFile, element, written, "twice among the files that the project hands over", $"write more of its path, {candidates}");
                return null;
        }
    }

    private string Hint(string[] wanted)
    {
        IEnumerable<string> names = All.Select(file => string.Join("/", Segments(file.Path).Reverse().Take(Math.Max(wanted.Length, 1)).Reverse()));
        return Spelling.Nearest(string.Join("/", wanted), names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }

    private static bool EndsWith(string[] path, string[] end) =>
        path.Length >= end.Length && path.Skip(path.Length - end.Length).SequenceEqual(end, StringComparer.Ordinal);

    private static string[] Segments(string path) => [.. path.Split('/', '\\').Where(segment => segment is not ("" or "."))];
}
