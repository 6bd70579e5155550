using System.Collections.Generic;
using ScottPlot;

namespace SolarPaper.Report;

/// <summary>
/// The colours of plots, which are told apart by colour-blind eyes too (after Okabe and Ito, 2008); lines of the same colour differ in their pattern. The page names each as a custom
/// property, so that a plot in it is dark where the page is.
/// </summary>
internal static class Palette
{
    // Lines are whole: Skia complains on the error stream of every dash that it writes as SVG. Colours come again only where there are more than seven.
    // White and black would be written as words; these are not.
    public const string Paper = "#FEFEFE", Ink = "#24292F", Muted = "#57606B", Rule = "#E3E7EB";

    private static readonly string[] Lines = ["#0072B2", "#D55E01", "#019E73", "#A6479C", "#B8860A", "#3FA2DB", "#6B6B6C"];

    private static readonly MarkerShape[] Shapes =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond, MarkerShape.FilledTriangleDown, MarkerShape.OpenCircle, MarkerShape.OpenSquare];

    /// <summary>Each colour and the custom property that stands for it in the page.</summary>
    public static IEnumerable<(string Colour, string Property)> Properties
    {
        get
        {
            yield return (Paper, "--paper");
            yield return (Ink, "--ink");
            yield return (Muted, "--muted");
            yield return (Rule, "--rule");
            for (int i = 0; i < Lines.Length; i++)
            {
                yield return (Lines[i], string.Create(System.Globalization.CultureInfo.InvariantCulture, $"--line{i}"));
            }
        }
    }

    public static Color Line(int index) => Color.FromHex(Lines[index % Lines.Length]);

    public static MarkerShape Shape(int index) => Shapes[index % Shapes.Length];
}
