using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Compiler.Tests.MergekitLessons;

/// <summary><c>docs/coming-from-mergekit.md</c> names tests and rules that there are.</summary>
public sealed class PageTests
{
    private const string None = "–";

    private static readonly string[] Rows =
    [
        .. File.ReadAllLines(Repository.Path("docs/coming-from-mergekit.md"))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.Contains(" here | shown by", StringComparison.Ordinal)),
    ];

    [Fact]
    public void EveryRow_NamesTestsThatThereAre()
    {
        Dictionary<string, string> sources = Directory.EnumerateFiles(Repository.Path("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Snapshots/", StringComparison.Ordinal))
            .GroupBy(file => Path.GetFileNameWithoutExtension(file))
            .ToDictionary(same => same.Key, same => string.Concat(same.Select(File.ReadAllText)));

        Assert.True(Rows.Length > 40);
        string[] bare = [.. Rows.Where(row => !Shown(row).Any() && !row.TrimEnd().EndsWith($"| {None} |", StringComparison.Ordinal))];
        Assert.Equal([], bare);
        string[] missing =
        [
            .. Rows.SelectMany(Shown).Distinct()
                .Where(test => !sources.TryGetValue(test.Class, out string? source) || !Regex.IsMatch(source, $@"\b{test.Method}\("))
                .Select(test => $"{test.Class}.{test.Method}"),
        ];
        Assert.Equal([], missing);
    }

    [Fact]
    public void EveryRule_ThatIsNamed_IsOne()
    {
        string[] named = [.. Rows.SelectMany(row => Regex.Matches(row, "SOLAR\\d{3}").Select(match => match.Value)).Distinct()];

        Assert.NotEmpty(named);
        Assert.Empty(named.Except(Rules.All.Select(rule => rule.Id)));
    }

    private static IEnumerable<(string Class, string Method)> Shown(string row)
    {
        string last = row.TrimEnd(' ', '|');
        return Regex.Matches(last[last.LastIndexOf('|')..], "`(\\w+)\\.(\\w+)`").Select(match => (match.Groups[1].Value, match.Groups[2].Value));
    }
}
