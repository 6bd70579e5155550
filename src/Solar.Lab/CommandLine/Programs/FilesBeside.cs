using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Compiler.Files;
using Solar.Lab.CommandLine.Output;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Lab.CommandLine.Programs;

/// <summary>
/// The files that a file of declarations names, such as <c>from_config: mistral/config.json</c>: they are read where it names them, and lie in its folder
/// or below, or are named by a whole path. As for a compiler they are JSON, so that nothing else on the machine is read because a text says so.
/// </summary>
/// <param name="declarations">The file of declarations, as the user named it.</param>
internal sealed class FilesBeside(string declarations) : INamedFiles
{
    private const string Extension = ".json";
    private const int MostNeighbours = 1000;

    private readonly string _folder = Path.GetDirectoryName(declarations) ?? "";

    /// <inheritdoc/>
    public ProgramFile? Find(string written, string element, Report report)
    {
        ProgramFile? Missing(string found, string expected)
        {
            report(Rules.MissingFile, element, written, found, expected);
            return null;
        }

        string relative = written.Replace('\\', '/');
        if (!relative.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            return Missing($"no {Extension} file", "a config, an index, a list of tensors and a manifest are");
        }

        if (!Path.IsPathRooted(relative) && relative.Split('/').Contains(".."))
        {
            return Missing("outside the folder of the declarations", "name a file in it, or write the whole path");
        }

        if (relative.Contains('\0', StringComparison.Ordinal))
        {
            return Missing("not there", "no path has such a character");
        }

        string path = Path.Combine(_folder, relative);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return Missing("not there", $"there is no {path.Replace('\\', '/')}{Hint(file)}");
        }

        if (file.Length > TextProgram.GreatestFile)
        {
            return Missing("too long", $"it has {Figures.Bytes(file.Length)}; is it the right one?");
        }

        try
        {
            return new ProgramFile(path, File.ReadAllText(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Missing("not readable", fault.Message);
        }
    }

    private static string Hint(FileInfo file)
    {
        if (file.Directory is not { Exists: true } folder)
        {
            return "";
        }

        IEnumerable<string> names = folder.EnumerateFiles("*" + Extension).Take(MostNeighbours).Select(neighbour => neighbour.Name).Order(StringComparer.Ordinal);
        return Spelling.Nearest(file.Name, names) is { } nearest ? $"; did you mean '{nearest}'?" : "";
    }
}
