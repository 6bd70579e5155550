using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Training.Data.Contamination;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows what training sets have of evaluation sets: rows that overlap, and the items that they touch, then the first rows.</summary>
internal static class ContaminationTable
{
    /// <summary>Writes it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="index">The evaluation sets.</param>
    /// <param name="training">The training sets.</param>
    /// <param name="name">How a set is called on the screen.</param>
    public static void Write(IAnsiConsole console, NgramIndex index, IReadOnlyList<DatasetContamination> training, Func<string, string> name)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("training set", "rows");
        table.Columns[1].RightAligned();
        foreach (IndexedSet set in index.Sets)
        {
            table.AddColumn(new TableColumn(new Text($"{Shown.Untrusted(name(set.Name))}\n{Several(set.Items, "item")}")).RightAligned());
        }

        foreach (DatasetContamination data in training)
        {
            table.AddRow([new Text(Shown.Untrusted(name(data.Name))), new Text(Figures.Count(data.Rows)), .. data.Overlaps.Select(Cell)]);
        }

        console.Write(table);
        WriteNotes(console, index, name);
        WriteExamples(console, training);
    }

    private static Text Cell(Overlap overlap) => overlap.Rows == 0
        ? new Text("–", new Style(Color.Grey))
        : new Text(string.Create(CultureInfo.InvariantCulture, $"{Several(overlap.Rows, "row")}, {Several(overlap.Items, "item")} ({100 * overlap.Share:0.0} %)"), new Style(Color.Red));

    private static string Several(long count, string what) => $"{Figures.Count(count)} {what}{(count == 1 ? "" : "s")}";

    private static void WriteNotes(IAnsiConsole console, NgramIndex index, Func<string, string> name)
    {
        string shorter = index.Size > NgramIndex.ShortestItem ? FormattableString.Invariant($", or a whole item of {NgramIndex.ShortestItem} words or more") : "";
        console.WriteLine(FormattableString.Invariant($"An overlap is {index.Size} words in a row{shorter}."));
        foreach (IndexedSet set in index.Sets.Where(set => set.Unchecked + set.Phrases > 0))
        {
            string[] notes =
            [
                .. set.Unchecked > 0 ? [$"{Several(set.Unchecked, "item")} {(set.Unchecked == 1 ? "is" : "are")} too short to be looked for"] : Array.Empty<string>(),
                .. set.Phrases > 0 ? [$"{Several(set.Phrases, "phrase")} of more than ten items {(set.Phrases == 1 ? "is" : "are")} passed over"] : Array.Empty<string>(),
            ];
            console.WriteLine($"{Shown.Untrusted(name(set.Name))}: {string.Join("; ", notes)}.");
        }
    }

    private static void WriteExamples(IAnsiConsole console, IReadOnlyList<DatasetContamination> training)
    {
        foreach (OverlapExample example in training.SelectMany(data => data.Overlaps).SelectMany(overlap => overlap.Examples))
        {
            console.WriteLine();
            console.WriteLine(FormattableString.Invariant($"{Shown.Untrusted(example.Place)} has {example.WordCount} words of {Shown.Untrusted(example.Item)}:"));
            console.WriteLine($"  {Shown.Untrusted(example.Words)}");
        }
    }
}
