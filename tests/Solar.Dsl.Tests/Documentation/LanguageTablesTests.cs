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

    private const string FamilyHead = "| key | default of each family | meaning |";

    /// <summary>With <c>SOLAR_ACCEPT_SNAPSHOTS=1</c> the table is written anew.</summary>
    [Fact]
    public void FamilyKeys_AreListedWithTheirDefaults()
    {
        Vocabulary[] families = [.. Family.All.Select(family => family.Vocabulary)];
        string[] expected = [.. families.SelectMany(family => family.Keys).Select(key => key.Name).Distinct().Order(StringComparer.Ordinal)
            .Select(key => $"| `{key}` | {Defaults(key, families)} | {Meaning(families.Select(family => family.Find(key)).First(known => known is not null)!)} |")];
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1")
        {
            int head = Array.IndexOf(Page, FamilyHead);
            string[] behind = [.. Page.Skip(head + 2).SkipWhile(line => line.StartsWith('|'))];
            File.WriteAllText(Repository.Path("docs/language.md"), string.Join('\n', [.. Page.Take(head + 2), .. expected, .. behind]) + "\n");
            return;
        }

        Assert.Equal(expected, Rows(FamilyHead));
    }

    // llama, mistral 4096 · qwen2_moe 2048
    private static string Defaults(string key, IEnumerable<Vocabulary> families) => string.Join(" · ", families
        .Where(family => family.Find(key)?.Name == key)
        .GroupBy(family => Default(family.Find(key)))
        .Select(same => $"{string.Join(", ", same.Select(family => family.Name))} {same.Key}"));

    [Fact]
    public void StageKeys_AreListedWithTheirDefaults() => Assert.Equal(
        StageVocabulary.AlignTune.Keys.Select(key => $"| `{key.Name}` | {Default(key)} | {Meaning(key)} |"), Rows("| key | default | meaning |"));

    [Fact]
    public void PretrainKeys_AreListedWithTheirDefaults() => Assert.Equal(
        StageVocabulary.Packing.Select(key => $"| `{key.Name}` | {Default(key)} | {Meaning(key)} |"), Rows("| key of `pretrain` | default | meaning |"));

    [Fact]
    public void DatasetKeys_AreListedWithTheirDefaultsAndWords() => Assert.Equal(
        DatasetVocabulary.Dataset.Keys.Select(key => $"| `{key.Name}` | {Written(key)} | {string.Join(", ", Words(key))} | {Meaning(key)} |"),
        Rows("| key of data sets | default | words | meaning |"));

    private static string Written(ConfigKey key) => Default(key) is { Length: > 0 } text ? text : "empty";

    private static IEnumerable<string> Words(ConfigKey key) =>
        DatasetVocabulary.All.Where(vocabulary => vocabulary.Find(key.Name) is not null).Select(vocabulary => $"`{vocabulary.Name}`");

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
