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
    private static string[] Page => File.ReadAllLines(Repository.Path("docs/language.md"));

    private const string FamilyHead = "| key | default of each family | meaning |";

    [Fact]
    public void FamilyKeys_AreListedWithTheirDefaults()
    {
        Vocabulary[] families = [.. Family.All.Select(family => family.Vocabulary)];
        string[] expected = [.. families.SelectMany(family => family.Keys).Select(key => key.Name).Distinct().Order(StringComparer.Ordinal)
            .SelectMany(key => families.Where(family => family.Find(key)?.Name == key).GroupBy(family => Meaning(family.Find(key)!)).Select(same =>
                $"| `{key}` | {Defaults(key, same)} | {same.Key} |"))];
        Compare(FamilyHead, expected);
    }

    // With SOLAR_ACCEPT_SNAPSHOTS=1 the table is written anew.
    private static void Compare(string head, IEnumerable<string> rows)
    {
        if (Environment.GetEnvironmentVariable("SOLAR_ACCEPT_SNAPSHOTS") == "1")
        {
            string[] page = Page;
            int at = Array.IndexOf(page, head);
            string[] behind = [.. page.Skip(at + 2).SkipWhile(line => line.StartsWith('|'))];
            File.WriteAllText(Repository.Path("docs/language.md"), string.Join('\n', [.. page.Take(at + 2), .. rows, .. behind]) + "\n");
            return;
        }

        Assert.Equal(rows, Rows(head));
    }

    // llama, mistral 4096 · qwen2_moe 2048; a key that means something else in another family has a row of its own.
    private static string Defaults(string key, IEnumerable<Vocabulary> families) => string.Join(" · ", families
        .GroupBy(family => Default(family.Find(key)))
        .Select(same => $"{string.Join(", ", same.Select(family => family.Name))} {same.Key}"));

    [Fact]
    public void StageKeys_AreListedWithTheirDefaults() => Compare("| key | default | meaning |", StageRows(StageVocabulary.Pretrain.Keys.Except(StageVocabulary.Packing)));

    [Fact]
    public void PretrainKeys_AreListedWithTheirDefaults() => Compare("| key of `pretrain` | default | meaning |", StageRows(StageVocabulary.Packing));

    [Fact]
    public void InstructionTuneKeys_AreListedWithTheirDefaults() => Compare("| key of `instruction_tune` | default | meaning |", StageRows(Own(StageVocabulary.InstructionTune)));

    [Fact]
    public void AlignTuneKeys_AreListedWithTheirDefaults() => Compare("| key of `align_tune` | default | meaning |", StageRows(Own(StageVocabulary.AlignTune)));

    // Also what is common and has another default.
    private static IEnumerable<ConfigKey> Own(Vocabulary stage) => stage.Keys.Where(key =>
        StageVocabulary.Packing.Any(packing => packing.Name == key.Name) || StageVocabulary.Pretrain.Find(key.Name) is not { } common || common.Default != key.Default);

    private static IEnumerable<string> StageRows(IEnumerable<ConfigKey> keys) => keys.Select(key => $"| `{key.Name}` | {Default(key)} | {Meaning(key)} |");

    [Fact]
    public void DatasetKeys_AreListedWithTheirDefaultsAndWords() => Compare(
        "| key of data sets | default | words | meaning |",
        DatasetVocabulary.Dataset.Keys.Select(key => $"| `{key.Name}` | {Written(key)} | {string.Join(", ", Words(key))} | {Meaning(key)} |"));

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
