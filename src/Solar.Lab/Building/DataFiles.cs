using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Lab.CommandLine;
using Solar.Runtime.Training.Data;

namespace Solar.Lab.Building;

/// <summary>The files that the path of a data set names.</summary>
internal static class DataFiles
{
    /// <summary>The files, in the order in which they are read.</summary>
    /// <param name="directory">The folder that the path is relative to.</param>
    /// <param name="path">A file, or a pattern of several.</param>
    /// <param name="dataset">What messages call the data set.</param>
    /// <exception cref="CommandException">There is none.</exception>
    public static IReadOnlyList<string> Find(string directory, string path, string dataset)
    {
        IReadOnlyList<string> files = DataFilePattern.IsPattern(path) ? DataFilePattern.Find(directory, path) : [Path.Combine(directory, path)];
        return files.Count > 0 && files.All(File.Exists)
            ? files
            : throw new CommandException(
                $"{dataset} reads {path}, and there is no such file in {Path.GetFullPath(directory)}; name the folder of the data with --data DIR.");
    }

    /// <summary>Whether a path, which may be a pattern or a folder, is about a file that somebody makes.</summary>
    /// <param name="path">The path, with <c>/</c>.</param>
    /// <param name="file">The file, with <c>/</c>.</param>
    public static bool Names(string path, string file) =>
        path == file
        || file.StartsWith(path + "/", StringComparison.Ordinal)
        || (DataFilePattern.IsPattern(path) && Regex.IsMatch(file, DataFilePattern.Expression(path), RegexOptions.NonBacktracking));
}
