using System.Collections.Generic;
using System.Linq;
using Solar.Compiler.Reading.Yaml;
using Solar.Families;
using Solar.Specs;
using Solar.Validation;

namespace Solar.Compiler.Reading;

/// <summary>The words that say what a declaration is: each has exactly one of those of its section.</summary>
internal static class DeclarationWords
{
    /// <summary>The key that says who may name the class.</summary>
    public const string Accessibility = "accessibility";

    /// <summary>The one word of a declaration; null (reported) where it has none or several.</summary>
    /// <param name="report">Receives faults.</param>
    /// <param name="mapping">The declaration.</param>
    /// <param name="words">The words of its section.</param>
    /// <param name="name">Its simple name.</param>
    /// <param name="what">What the section declares, such as <c>model</c>.</param>
    public static string? FindOne(DeclarationReport report, YamlMapping mapping, IReadOnlyList<string> words, string name, string what)
    {
        List<YamlEntry> written = mapping.Entries.FindAll(entry => words.Contains(entry.Key.Value));
        if (written.Count == 0)
        {
            ReportNone(report, mapping, words, name, what);
            return null;
        }

        string word = written[0].Key.Value;
        foreach (YamlEntry other in written.Where(entry => entry.Key.Value != word))
        {
            report.Fault(Rules.ConflictingWords, word, other.Key.Range, name, $"'{word}' and '{other.Key.Value}'", "write one of them");
            return null;
        }

        return word;
    }

    // A misspelt word is one mistake: it is reported as such, and not as a missing word beside an unknown one.
    private static void ReportNone(DeclarationReport report, YamlMapping mapping, IReadOnlyList<string> words, string name, string what)
    {
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (entry.Key.Value != Accessibility && Spelling.Nearest(entry.Key.Description, words) is { } nearest)
            {
                report.Fault(Rules.UnknownKey, "", entry.Key.Range, entry.Key.Description, what, $"; did you mean '{nearest}'?", Mend.Spell(nearest));
                return;
            }
        }

        if (mapping.Entries.Select(entry => entry.Key.Value).FirstOrDefault(key => SectionOf(key) is not null) is { } elsewhere)
        {
            report.Fault(Rules.ConflictingWords, "", report.NameRange, name, $"'{elsewhere}'", $"that stands under '{SectionOf(elsewhere)}'");
            return;
        }

        // There are too many families and recipes to list.
        string needed = what == "model" ? "a family such as 'llama', a recipe such as 'upscale', or 'from_config'" : Suggestion.List(words, "or");
        report.Fault(Rules.ConflictingWords, "", report.NameRange, name, "no word", $"a {what} needs {needed}");
    }

    // A word of another section, most often for want of the section's line.
    private static string? SectionOf(string word) =>
        StageReader.Words.Contains(word) ? "stages" : DatasetReader.Words.Contains(word) ? "data" : MergeVocabulary.Find(word) is not null ? "merges" : null;

    /// <summary>The shape that a declaration asks for; public where it says nothing.</summary>
    public static DeclarationShape ReadShape(DeclarationReport report, YamlNode node)
    {
        if (node is not YamlMapping mapping || mapping.Entries.Find(entry => entry.Key.Value == Accessibility) is not { Key: not null } entry)
        {
            return DeclarationShape.Public;
        }

        report.Mark(Accessibility, entry);
        if (entry.Value is YamlScalar { Value: "public" or "internal" } scalar)
        {
            return new DeclarationShape(scalar.Value, default);
        }

        report.Invalid(Accessibility, entry.Value, entry.ValueRange, Accessibility, "'public' or 'internal'");
        return DeclarationShape.Public;
    }
}
