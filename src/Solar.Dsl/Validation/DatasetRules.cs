using System;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Data sets on their own: numbers, the form of the file, the filter, and keys that its form does not read (SOLAR103, 408, 420 and 421).</summary>
public static class DatasetRules
{
    private const string OfFields = "fields.";

    private static readonly string[] OfRecords = ["field", "format", "filter", "calculator_marks"];

    /// <summary>Reports what is wrong; false where the data set cannot be read.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(DatasetDeclaration dataset, Report report)
    {
        Vocabulary vocabulary = DatasetVocabulary.Find(dataset.Kind)!;
        bool isSound = NumberRules.Check(vocabulary, dataset.Options, report);
        if (dataset.Options.Find("filter") is { IsNull: false } filter && !RecordFilter.TryParse(filter.AsText(), out _, out string problem))
        {
            report(Rules.MalformedFilter, $"{dataset.Kind}.filter", filter.AsText(), problem);
            isSound = false;
        }

        if (DataFile.StorageOf(dataset.Kind, dataset.Options.Find("storage")?.AsText(), dataset.Path) is not { } storage)
        {
            report(Rules.UnknownStorage, $"{dataset.Kind}.path", dataset.Path, ".txt, .jsonl, .ndjson, .json or .parquet, each also before .gz");
            return false;
        }

        CheckUnread(dataset, storage, report);
        return isSound;
    }

    private static void CheckUnread(DatasetDeclaration dataset, string storage, Report report)
    {
        foreach (string key in dataset.Options.Entries.Select(entry => entry.Key))
        {
            string? reason = storage == DataFile.Text && (OfRecords.Contains(key) || key.StartsWith(OfFields, StringComparison.Ordinal)) ? "plain text has no fields"
                : Unread(key, TrainingDataRules.Format(dataset)) is { } unread ? unread
                : storage != DataFile.Text && key == "sample_by" ? "a record is one document"
                : null;
            if (reason is not null)
            {
                report(Rules.OptionUnread, $"{dataset.Kind}.{key}#key", key, reason);
            }
        }
    }

    // Fields that a format does not have.
    private static string? Unread(string key, string format) =>
        key == "calculator_marks" && format != "gsm8k" ? $"format {format} has no calculations"
        : key.StartsWith(OfFields, StringComparison.Ordinal) && !RecordFormats.Fields(format).Contains(key.Substring(OfFields.Length)) ? $"format {format} does not read it"
        : null;
}
