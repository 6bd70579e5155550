using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Paths of data sets that name several files: <c>*</c> for any characters of a name, <c>?</c> for one, <c>**</c> for any folders.
/// </summary>
internal static class DataFilePattern
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>Whether a path names several files.</summary>
    public static bool IsPattern(string path) => path.IndexOfAny(Wildcards) >= 0;

    /// <summary>The files that a pattern names, sorted by the characters of their paths, so that their order is that of no file system. Hidden ones are none.</summary>
    /// <param name="directory">The folder that the pattern is relative to.</param>
    /// <param name="pattern">The pattern.</param>
    public static IReadOnlyList<string> Find(string directory, string pattern)
    {
        string whole = Path.GetFullPath(Path.Combine(directory, pattern)).Replace('\\', '/');
        int wild = whole.IndexOfAny(Wildcards), end = whole.LastIndexOf('/', wild);
        (string root, string rest) = (whole[..(end + 1)], whole[(end + 1)..]);
        if (!Directory.Exists(root))
        {
            return [];
        }

        var names = new Regex(Expression(rest), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        EnumerationOptions walk = new() { RecurseSubdirectories = rest.Contains('/'), AttributesToSkip = FileAttributes.Hidden, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(root, "*", walk)
            .Where(file => names.IsMatch(Path.GetRelativePath(root, file).Replace('\\', '/')))
            .Order(StringComparer.Ordinal)];
    }

    internal static string Expression(string pattern)
    {
        var expression = new StringBuilder("^");
        for (int i = 0; i < pattern.Length; i++)
        {
            bool isAnyFolders = string.CompareOrdinal(pattern, i, "**/", 0, 3) == 0 && (i == 0 || pattern[i - 1] == '/');
            expression.Append(isAnyFolders ? "(?:[^/]+/)*" : pattern[i] switch
            {
                '*' => "[^/]*",
                '?' => "[^/]",
                _ => Regex.Escape(pattern[i].ToString()),
            });
            i += isAnyFolders ? 2 : 0;
        }

        return expression.Append('$').ToString();
    }
}
