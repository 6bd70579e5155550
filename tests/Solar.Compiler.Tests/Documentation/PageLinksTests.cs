using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Testing;
using Xunit;

namespace Solar.Compiler.Tests.Documentation;

/// <summary>Where a page leads, there is something.</summary>
public partial class PageLinksTests
{
    public static TheoryData<string> Pages =>
    [
        "README.md",
        .. Below("docs"),
        .. Below("samples"),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksAndPictures_AreThere(string page)
    {
        string folder = Path.GetDirectoryName(Repository.Path(page))!;
        string[] broken =
        [
            .. Links().Matches(Fences().Replace(File.ReadAllText(Repository.Path(page)), "")).Select(link => link.Groups[1].Value)
                .Where(target => !target.Contains("://", StringComparison.Ordinal) && !IsThere(folder, page, target)),
        ];

        Assert.Empty(broken);
    }

    private static bool IsThere(string folder, string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string file = parts[0].Length == 0 ? Repository.Path(page) : Path.Combine(folder, parts[0]);
        return (File.Exists(file) || Directory.Exists(file)) && (parts.Length == 1 || !file.EndsWith(".md", StringComparison.Ordinal) || Anchors(file).Contains(parts[1]));
    }

    // As GitHub makes them of headings: letters, digits, hyphens and underscores stay, blanks are hyphens.
    private static HashSet<string> Anchors(string file) =>
    [
        .. Headings().Matches(Fences().Replace(File.ReadAllText(file), "")).Select(heading =>
            string.Concat(heading.Groups[1].Value.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_').Select(c => c == ' ' ? '-' : c))),
    ];

    private static IEnumerable<string> Below(string folder) => Directory.EnumerateFiles(Repository.Path(folder), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Path("."), file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "out"))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("""(?<!`)\]\(([^)\s]+)(?:\s+"[^"]*")?\)""")]
    private static partial Regex Links();

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Headings();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fences();
}
