using System;
using System.Globalization;
using System.Linq;
using Solar.Lab.Inspection;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Draws the similarity of layers in a terminal: in colours, and where there are none by letters.</summary>
internal static class HeatMap
{
    // The share of ten that a cosine reaches; the last is for 0.995 and above, which copies alone have.
    private const string Letters = ".123456789#";

    /// <summary>Draws it.</summary>
    public static void Write(IAnsiConsole console, LayerSimilarity similarity)
    {
        bool isColoured = console.Profile.Capabilities.ColorSystem != ColorSystem.NoColors && console.Profile.Capabilities.Ansi;
        int count = similarity.Layers.Count;
        int every = count <= 10 ? 1 : count <= 24 ? 2 : 4;
        console.WriteLine("      " + string.Concat(similarity.Layers.Where((_, i) => i % every == 0).Select(layer => layer.ToString(CultureInfo.InvariantCulture).PadRight(2 * every))));
        for (int row = 0; row < count; row++)
        {
            console.Write(new Text(similarity.Layers[row].ToString(CultureInfo.InvariantCulture).PadLeft(4) + "  "));
            for (int column = 0; column < count; column++)
            {
                double cosine = similarity[row, column];
                console.Write(isColoured ? new Text("  ", new Style(background: HeatColour.Terminal(cosine))) : new Text(Letter(cosine) + " "));
            }

            console.WriteLine();
        }

        if (isColoured)
        {
            console.Write(new Text("      0 "));
            for (int i = 0; i <= 10; i++)
            {
                console.Write(new Text(" ", new Style(background: HeatColour.Terminal(i / 10.0))));
            }

            console.WriteLine(" 1");
        }
        else
        {
            console.WriteLine("      . below 0.1 · 1–9 tenths · # 0.995 and above · - below 0");
        }
    }

    private static char Letter(double cosine) => cosine switch
    {
        < -0.05 => '-',
        >= 0.995 => Letters[^1],
        _ => Letters[Math.Clamp((int)(cosine * 10), 0, 9)],
    };
}
