using System.Globalization;
using System.Linq;
using Solar.Lab.Inspection;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows a person what is in a checkpoint.</summary>
internal static class InspectionTable
{
    public static void Write(IAnsiConsole console, CheckpointInspection found)
    {
        string types = string.Join(", ", found.Dtypes.Select(type => found.Dtypes.Count == 1 ? type.Key : $"{Figures.Bytes(type.Value)} of {type.Key}"));
        console.WriteLine(
            $"{Shown.Path(found.Directory)}: {found.Family ?? "no config.json"}, {found.Layers} layers, {Figures.Count(found.Parameters)} parameters, "
            + $"{Figures.Bytes(found.Bytes)} in {found.Files.Count} {(found.Files.Count == 1 ? "file" : "files")}, {types}");

        bool hasNumbers = found.Tensors.Any(tensor => tensor.Statistics is not null);
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("tensor", "count", "type", "shape", "bytes");
        if (hasNumbers)
        {
            table.AddColumns("mean", "deviation", "min", "max", "zeros", "not finite");
        }

        foreach (int column in Enumerable.Range(0, table.Columns.Count).Where(column => column is not (0 or 2 or 3)))
        {
            table.Columns[column].RightAligned();
        }

        foreach (InspectedTensor tensor in found.Tensors)
        {
            Text[] cells =
            [
                new Text(Shown.Untrusted(tensor.Name)), new Text(Figures.Count(tensor.Count)), new Text(tensor.Dtype),
                new Text($"[{string.Join(", ", tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]"), new Text(Figures.Bytes(tensor.Bytes)),
            ];
            table.AddRow(hasNumbers ? [.. cells, .. Numbers(tensor.Statistics)] : cells);
        }

        console.Write(table);
    }

    private static Text[] Numbers(TensorStatistics? statistics) => statistics is { } known
        ?
        [
            new Text(Figures.Number(known.Mean)), new Text(Figures.Number(known.Deviation)), new Text(Figures.Number(known.Min)), new Text(Figures.Number(known.Max)),
            new Text(Figures.Count(known.Zeros)), new Text(Figures.Count(known.NonFinite), known.NonFinite > 0 ? new Style(Color.Red) : Style.Plain),
        ]
        : [.. Enumerable.Repeat(new Text(""), 6)];
}
