using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Families;
using Solar.Specs;
using Solar.Testing;
using Xunit;

namespace Solar.Dsl.Tests.Documentation;

/// <summary>The tables of keys in docs/language.md are those of the vocabularies, row by row.</summary>
public class LanguageTablesTests
{
    private static readonly string[] Page = File.ReadAllLines(Repository.Path("docs/language.md"));

    [Fact]
    public void FamilyKeys_AreListedWithTheirDefaults()
    {
        Vocabulary[] families = [.. Family.All.Select(family => family.Vocabulary)];
        IEnumerable<ConfigKey> keys = families.SelectMany(family => family.Keys).GroupBy(key => key.Name).Select(same => same.Last());

        Assert.Equal(
            keys.OrderBy(key => key.Name, StringComparer.Ordinal)
                .Select(key => $"| `{key.Name}` | {string.Join(" | ", families.Select(family => Default(family.Find(key.Name))))} | {Meaning(key)} |"),
            Rows($"| key | {string.Join(" | ", families.Select(family => $"`{family.Name}`"))} | meaning |"));
    }

    [Fact]
    public void StageKeys_AreListedWithTheirDefaults() => Assert.Equal(
        StageVocabulary.AlignTune.Keys.Select(key => $"| `{key.Name}` | {Default(key)} | {Meaning(key)} |"), Rows("| key | default | meaning |"));

    private static IEnumerable<string> Rows(string head) =>
        Page.SkipWhile(line => line != head).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Default(ConfigKey? key) => key is null ? "—" : key.Default is { } value ? value.Canonical : "none";

    private static string Meaning(ConfigKey key) =>
        key.Documentation + (key.Choices.Count == 0 ? "" : $" One of {string.Join(", ", key.Choices.Select(choice => $"`{choice}`"))}.");
}
