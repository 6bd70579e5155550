using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Dsl.Tests.Documentation;

/// <summary>Pages, overview and release rows are written by hand; the table of rules is what they are held to.</summary>
public class RuleTableTests
{
    [Fact]
    public void Rules_StandInOrderOfTheirIds() =>
        Assert.Equal(Rules.All.Select(rule => rule.Id).Distinct().Order(StringComparer.Ordinal), Rules.All.Select(rule => rule.Id));

    [Fact]
    public void EveryRule_HasAPageThatNamesItsSeverityAndItsMends()
    {
        foreach (Rule rule in Rules.All)
        {
            Assert.True(DiagnosticPages.All.TryGetValue(rule.Id, out string? page), $"docs/diagnostics/{rule.Id}.md is missing.");
            Assert.StartsWith($"# {rule.Id}: ", page, StringComparison.Ordinal);
            Assert.Contains($"\n**{Word(rule.Severity)}.** ", page, StringComparison.Ordinal);
            Assert.Contains("\n## Why it matters\n", page, StringComparison.Ordinal);
            Assert.Contains("\n## How to mend it\n* ", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryPage_StandsInTheOverviewUnderItsTitle()
    {
        string overview = File.ReadAllText(Repository.Path("docs/diagnostics/README.md"));
        foreach ((string id, string page) in DiagnosticPages.All)
        {
            Match head = Regex.Match(page, @"^# SOLAR\d{3}: (?<title>.+)\n\n\*\*(?<severity>\w+)\.\*\* ");
            Assert.Contains(
                $"\n| [{id}]({id}.md) | {head.Groups["title"].Value} | {head.Groups["severity"].Value.ToLowerInvariant()} |\n", overview, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryRule_HasAReleaseRow()
    {
        string[] rows = [.. File.ReadAllLines(Repository.Path("src/Solar.Generators/AnalyzerReleases.Shipped.md"))
            .Concat(File.ReadAllLines(Repository.Path("src/Solar.Generators/AnalyzerReleases.Unshipped.md")))
            .Where(line => line.StartsWith("SOLAR", StringComparison.Ordinal))];

        Assert.Equal(rows.Distinct().Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
        Assert.All(Rules.All, rule => Assert.Contains($"{rule.Id} | {Category(rule.Id)} | {rule.Severity} | {rule.Title}", rows));
    }

    private static string Word(RuleSeverity severity) => severity == RuleSeverity.Info ? "Information" : severity.ToString();

    private static string Category(string id) => id["SOLAR".Length] switch
    {
        '0' => "Solar.Form",
        '1' => "Solar.Architecture",
        '2' => "Solar.Recipe",
        '3' => "Solar.Weights",
        '4' => "Solar.Training",
        _ => throw new ArgumentOutOfRangeException(nameof(id), id, "No area has this hundred."),
    };
}
