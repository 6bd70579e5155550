using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Families;
using Solar.Specs;

namespace Solar.Validation;

/// <summary>Data sets that a stage cannot learn from, or should not (SOLAR404, 405 and 409).</summary>
public static class TrainingDataRules
{
    /// <summary>Reports them; false where a data set is of another form than the stage reads.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="data">Its data sets, in its order.</param>
    /// <param name="report">Receives what is wrong.</param>
    public static bool Check(StageDeclaration stage, IReadOnlyList<DatasetDeclaration> data, Report report)
    {
        string word = StageVocabulary.Of(stage.Kind).Name;
        bool fits = true;
        for (int i = 0; i < data.Count; i++)
        {
            string element = FormattableString.Invariant($"{word}.data[{i}]");
            string format = Format(data[i]);
            if (!Reads(stage.Kind, format))
            {
                report(Rules.DataDoesNotFit, element, word, Needed(stage.Kind), data[i].Name.Name, format);
                fits = false;
            }

            if (Benchmarks.Find(data[i]) is { } benchmark)
            {
                report(Rules.BenchmarkInTraining, element, data[i].Name.Name, benchmark, data[i].Path);
            }

            if (data.Take(i).Any(earlier => earlier.Name.FullName == data[i].Name.FullName))
            {
                report(Rules.DataTwice, element, data[i].Name.Name);
            }
        }

        return fits;
    }

    /// <summary>The form of a data set's records: <c>text</c>, <c>alpaca</c>, …</summary>
    public static string Format(DatasetDeclaration dataset) =>
        DatasetVocabulary.Find(dataset.Kind)?.Value(dataset.Options, "format") is { IsNull: false } format ? format.AsText() : "text";

    private static bool Reads(StageKind kind, string format) => kind switch
    {
        StageKind.Pretrain => format == "text",
        StageKind.AlignTune => format == "preference",
        _ => format is not ("text" or "preference"),
    };

    private static string Needed(StageKind kind) => kind switch
    {
        StageKind.Pretrain => "plain text",
        StageKind.AlignTune => "pairs of a chosen and a rejected answer, format preference",
        _ => "instructions with their answers, such as format alpaca, prompt_completion or messages",
    };
}
