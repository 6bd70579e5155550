using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Data sets that a stage cannot learn from, or should not (SOLAR404, 405, 409, 411, 414 and 415).</summary>
public static class TrainingDataRules
{
    /// <summary>Reports them; false where a data set is of another form than the stage reads.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="data">Its data sets, in its order.</param>
    /// <param name="evaluation">Those that it is evaluated on, in its order.</param>
    /// <param name="keptOut">Those that its data must not overlap, in its order.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(
        StageDeclaration stage, IReadOnlyList<DatasetDeclaration> data, IReadOnlyList<DatasetDeclaration> evaluation, IReadOnlyList<DatasetDeclaration> keptOut, Report report)
    {
        string word = StageVocabulary.Of(stage.Kind).Name;
        bool fits = true;
        for (int i = 0; i < data.Count; i++)
        {
            string element = FormattableString.Invariant($"{word}.data[{i}]");
            fits &= CheckFormat(stage, data[i], element, report);
            if (Benchmarks.Find(data[i]) is { } benchmark)
            {
                report(Rules.BenchmarkInTraining, element, data[i].Name.Name, benchmark, data[i].Path);
            }

            if (data.Take(i).Any(earlier => earlier.Name.FullName == data[i].Name.FullName))
            {
                report(Rules.DataTwice, element, data[i].Name.Name);
            }
        }

        for (int i = 0; i < evaluation.Count; i++)
        {
            string element = FormattableString.Invariant($"{word}.eval_data[{i}]");
            fits &= CheckFormat(stage, evaluation[i], element, report);
            if (data.Any(trained => trained.Name.FullName == evaluation[i].Name.FullName))
            {
                report(Rules.EvaluatedOnTrainingData, element, evaluation[i].Name.Name);
            }
        }

        return fits & CheckKeptOut(word, data, keptOut, report);
    }

    // Of any format: what is compared is text.
    private static bool CheckKeptOut(string word, IReadOnlyList<DatasetDeclaration> data, IReadOnlyList<DatasetDeclaration> keptOut, Report report)
    {
        bool fits = true;
        for (int i = 0; i < keptOut.Count; i++)
        {
            DatasetDeclaration set = keptOut[i];
            string element = FormattableString.Invariant($"{word}.decontaminate[{i}]");
            if (data.FirstOrDefault(trained => trained.Name.FullName == set.Name.FullName || HasItsRecords(trained, set)) is { } same)
            {
                string by = same.Name.FullName == set.Name.FullName ? "" : $" as '{same.Name.Name}' ('{same.Path}')";
                report(Rules.EvaluationSetInTraining, element, set.Name.Name, by);
                fits = false;
            }
            else if (keptOut.Take(i).Any(earlier => earlier.Name.FullName == set.Name.FullName))
            {
                report(Rules.EvaluationSetTwice, element, set.Name.Name);
            }
        }

        return fits;
    }

    // Parts of one file, told apart by a filter, may be a training and a test split.
    private static bool HasItsRecords(DatasetDeclaration one, DatasetDeclaration other) => one.Path == other.Path && Filter(one) == Filter(other);

    private static string Filter(DatasetDeclaration dataset) => dataset.Options.Find("filter") is { IsNull: false } filter ? filter.AsText() : "";

    private static bool CheckFormat(StageDeclaration stage, DatasetDeclaration dataset, string element, Report report)
    {
        string format = Format(dataset);
        bool isOfSingleAnswers = stage.Kind == StageKind.AlignTune
            && StageVocabulary.AlignTune.Value(stage.Options, "loss_type")!.Value.AsItems().Contains(RecordFormats.Kto);
        if (Reads(stage.Kind, format) && (stage.Kind != StageKind.AlignTune || isOfSingleAnswers == (format == RecordFormats.Kto)))
        {
            return true;
        }

        string needed = isOfSingleAnswers ? "single answers that are wanted or not, format kto, for loss_type kto" : Needed(stage.Kind);
        report(Rules.DataDoesNotFit, element, StageVocabulary.Of(stage.Kind).Name, needed, dataset.Name.Name, format);
        return false;
    }

    /// <summary>The form of a data set's records: <c>text</c>, <c>alpaca</c>, …</summary>
    public static string Format(DatasetDeclaration dataset) =>
        DatasetVocabulary.Find(dataset.Kind)?.Value(dataset.Options, "format") is { IsNull: false } format ? format.AsText() : "text";

    private static bool Reads(StageKind kind, string format) => kind switch
    {
        StageKind.Pretrain => format == "text",
        StageKind.AlignTune => RecordFormats.IsPreference(format),
        _ => format != "text" && !RecordFormats.IsPreference(format),
    };

    private static string Needed(StageKind kind) => kind switch
    {
        StageKind.Pretrain => "plain text",
        StageKind.AlignTune => "pairs of a chosen and a rejected answer, format preference",
        _ => "instructions with their answers, such as format alpaca, prompt_completion or messages",
    };
}
