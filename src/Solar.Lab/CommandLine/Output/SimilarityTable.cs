using System;
using System.Globalization;
using System.Linq;
using Solar.Lab.Inspection;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows how alike each layer is to the one below it, and to which other it is most alike.</summary>
internal static class SimilarityTable
{
    public static void Write(IAnsiConsole console, LayerSimilarity similarity)
    {
        console.WriteLine("cosine similarity of layers" + (similarity.IsSampled ? ", of evenly spaced pieces of each tensor" : ""));
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("layer", "with the one below", "most alike", "cosine");
        foreach (int column in Enumerable.Range(0, 4))
        {
            table.Columns[column].RightAligned();
        }

        int count = similarity.Layers.Count;
        for (int i = 0; i < count; i++)
        {
            int nearest = Enumerable.Range(0, count).Where(other => other != i).MaxBy(other => similarity[i, other]);
            table.AddRow(
                new Text(similarity.Layers[i].ToString(CultureInfo.InvariantCulture)),
                new Text(i == 0 ? "" : Show(similarity[i, i - 1])),
                new Text(similarity.Layers[nearest].ToString(CultureInfo.InvariantCulture)),
                new Text(Show(similarity[i, nearest]), similarity[i, nearest] >= 0.99995 ? new Style(Color.Green) : Style.Plain));
        }

        console.Write(table);
    }

    private static string Show(double cosine) => Math.Round(cosine, 4).ToString("0.0000", CultureInfo.InvariantCulture);
}
