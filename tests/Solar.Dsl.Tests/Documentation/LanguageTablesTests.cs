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

    [Fact]
    public void MergeMethods_AreListedWithTheirParameters() => Assert.Equal(
        MergeVocabulary.All.Select(method =>
            $"| `{method.Name}` | `{method.AttributeName}` | {Models(method)} | {Base(method)} | {string.Join(", ", method.Keys.Select(Parameter))} |"),
        Rows("| method | in C# | models | base | parameters (default) |").SkipLast(1));

    private static string Models(MergeMethod method) =>
        method.MinimumModels == method.MaximumModels ? $"{method.MinimumModels}" : $"{method.MinimumModels} or more";

    private static string Base(MergeMethod method) => method.Base switch
    {
        MergeBase.Required => "needs one",
        MergeBase.Optional => "may have",
        _ => "–",
    };

    private static string Parameter(MergeKey key) =>
        key.IsRequired ? $"**`{key.Name}`**" : $"`{key.Name}`{(key.IsPerModel ? "*" : "")} ({Default(key.Key)})";

    private static IEnumerable<string> Rows(string head) =>
        Page.SkipWhile(line => line != head).Skip(2).TakeWhile(line => line.StartsWith('|'));

    private static string Default(ConfigKey? key) => key is null ? "—" : key.Default is { } value ? value.Canonical : "none";

    private static string Meaning(ConfigKey key) =>
        key.Documentation + (key.Choices.Count == 0 ? "" : $" One of {string.Join(", ", key.Choices.Select(choice => $"`{choice}`"))}.");
}
