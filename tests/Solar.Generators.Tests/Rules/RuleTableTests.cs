using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Solar.Generators.Diagnostics;
using Solar.Testing;
using Solar.Validation;
using Xunit;

namespace Solar.Generators.Tests.Rules;

/// <summary>Each rule has a descriptor, a page, a row in the release notes and a marked example in each front end that can break it.</summary>
public class RuleTableTests
{
    // Why a rule has no example in a front end.
    private static readonly Dictionary<(string Id, FrontEnd Front), string> Unmarked = new()
    {
        [("SOLAR001", FrontEnd.CSharp)] = "C# is no YAML",
        [("SOLAR002", FrontEnd.CSharp)] = "C# itself refuses an unknown property (CS0246)",
        [("SOLAR003", FrontEnd.CSharp)] = "C# itself refuses a property written twice (CS0643)",
        [("SOLAR010", FrontEnd.CSharp)] = "C# itself refuses an ambiguous type (CS0104)",
        [("SOLAR012", FrontEnd.CSharp)] = "InternalErrorTests",
        [("SOLAR012", FrontEnd.Yaml)] = "InternalErrorTests",
        [("SOLAR013", FrontEnd.CSharp)] = "it has no place; UnsupportedProjectTests",
        [("SOLAR013", FrontEnd.Yaml)] = "it has no place; UnsupportedProjectTests",
        [("SOLAR320", FrontEnd.CSharp)] = "it is about mergekit's files; MergekitReadingTests",
        [("SOLAR320", FrontEnd.Yaml)] = "it is about mergekit's files; MergekitReadingTests",
        [("SOLAR321", FrontEnd.CSharp)] = "it is about mergekit's files; MergekitReadingTests",
        [("SOLAR321", FrontEnd.Yaml)] = "it is about mergekit's files; MergekitReadingTests",
        [("SOLAR322", FrontEnd.CSharp)] = "it is about mergekit's files; MergekitReadingTests",
        [("SOLAR322", FrontEnd.Yaml)] = "it is about mergekit's files; MergekitReadingTests",
    };

    public static TheoryData<string> Ids => new(Validation.Rules.All.Select(rule => rule.Id));

    [Fact]
    public void EveryRuleOfTheClass_IsInTheList()
    {
        IEnumerable<Rule> declared = typeof(Validation.Rules).GetFields().Where(field => field.FieldType == typeof(Rule)).Select(field => (Rule)field.GetValue(null)!);

        Assert.Equal(declared.Select(rule => rule.Id), Validation.Rules.All.Select(rule => rule.Id));
        Assert.Equal(Validation.Rules.All.Count, Validation.Rules.All.Select(rule => rule.Id).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasADescriptor(string id)
    {
        Rule rule = Validation.Rules.All.Single(candidate => candidate.Id == id);
        DiagnosticDescriptor descriptor = Descriptors.Of(rule);

        Assert.Equal(rule.Id, descriptor.Id);
        Assert.Equal(rule.Title, descriptor.Title.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(rule.Severity.ToString(), descriptor.DefaultSeverity.ToString());
        Assert.Equal($"docs/diagnostics/{id}.md", descriptor.HelpLinkUri);
        Assert.True(descriptor.IsEnabledByDefault);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasAPage(string id)
    {
        string page = DiagnosticPages.All[id];
        string severity = Validation.Rules.All.Single(rule => rule.Id == id).Severity == RuleSeverity.Info ? "Information" : Descriptor(id).DefaultSeverity.ToString();
        Assert.StartsWith($"# {id}: ", page, StringComparison.Ordinal);
        Assert.Contains($"**{severity}.**", page, StringComparison.Ordinal);
        Assert.Contains("## Why it matters", page, StringComparison.Ordinal);
        Assert.Contains("## How to mend it", page, StringComparison.Ordinal);
        Assert.Contains($"({id}.md)", File.ReadAllText(Repository.Path("docs/diagnostics/README.md")), StringComparison.Ordinal);
    }

    /// <summary>The hundred of an id is its area: the page's list says so, the examples are sorted by it, and the rules stand in its order.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsInItsHundred(string id)
    {
        string list = File.ReadAllText(Repository.Path("docs/diagnostics/README.md"));
        int row = list.IndexOf($"({id}.md)", StringComparison.Ordinal);
        string heading = list[list.LastIndexOf("\n## ", row, StringComparison.Ordinal)..row];

        Assert.Matches("^SOLAR[0-4][0-9][0-9]$", id);
        Assert.Contains($": SOLAR{id[5]}xx\n", heading, StringComparison.Ordinal);
        Assert.Equal(AreaOf(id), Descriptor(id).Category);
        Assert.All(
            RuleExample.All.Where(example => example.Id == id),
            example => Assert.Contains($"{{|{id}:", example.Text + string.Concat(example.Others), StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_AreOfKnownRules() => Assert.Equal(
        Validation.Rules.All.Select(rule => rule.Id).Order(StringComparer.Ordinal), DiagnosticPages.All.Keys.Where(page => page.StartsWith("SOLAR", StringComparison.Ordinal)));

    private static string AreaOf(string id) => id[5] switch
    {
        '0' => "Solar.Form",
        '1' => "Solar.Architecture",
        '2' => "Solar.Recipe",
        '3' => "Solar.Weights",
        _ => "Solar.Training",
    };

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_HasAReleaseRow(string id)
    {
        DiagnosticDescriptor descriptor = Descriptor(id);
        string row = $"{id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}";

        Assert.Single(ReleaseRows(), line => line == row);
    }

    [Fact]
    public void ReleaseRows_AreOfKnownRules() =>
        Assert.Equal(Validation.Rules.All.Count, ReleaseRows().Count(line => line.StartsWith("SOLAR", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Ids))]
    public void Rule_IsMarkedInEachFrontEnd(string id)
    {
        foreach (FrontEnd front in Enum.GetValues<FrontEnd>())
        {
            bool isMarked = RuleExample.All.Any(example => example.Id == id && example.Front == front && example.Text.Contains($"{{|{id}:", StringComparison.Ordinal));
            Assert.NotEqual(isMarked, Unmarked.ContainsKey((id, front)));
        }
    }

    private static DiagnosticDescriptor Descriptor(string id) => Descriptors.All.Single(descriptor => descriptor.Id == id);

    private static IEnumerable<string> ReleaseRows() => new[] { "Shipped", "Unshipped" }
        .SelectMany(kind => File.ReadLines(Repository.Path($"src/Solar.Generators/AnalyzerReleases.{kind}.md")));
}
