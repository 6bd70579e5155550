using System;
using System.Globalization;
using System.Text;

namespace Solar.Lab.Inspection;

/// <summary>Draws the similarity of layers as an SVG picture, which every browser shows.</summary>
internal static class HeatMapSvg
{
    private const int Cell = 16;
    private const int Margin = 44;
    private const int Legend = 48;

    /// <summary>The picture.</summary>
    /// <param name="similarity">What is drawn.</param>
    /// <param name="title">What stands above it.</param>
    public static string Draw(LayerSimilarity similarity, string title)
    {
        int count = similarity.Layers.Count;
        int size = count * Cell;
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size + (2 * Margin)}\" height=\"{size + (2 * Margin) + Legend}\" font-family=\"sans-serif\" font-size=\"11\">");
        Line(svg, $"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>");
        Line(svg, $"<text x=\"{Margin}\" y=\"20\" font-size=\"14\">{System.Security.SecurityElement.Escape(title)}</text>");
        int every = count <= 24 ? 1 : count <= 64 ? 4 : 8;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                double cosine = similarity[row, column];
                Line(svg, $"<rect x=\"{Margin + (column * Cell)}\" y=\"{Margin + (row * Cell)}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"{HeatColour.Hex(cosine)}\"><title>layers {similarity.Layers[row]} and {similarity.Layers[column]}: {cosine:0.0000}</title></rect>");
            }

            if (row % every == 0)
            {
                Line(svg, $"<text x=\"{Margin - 6}\" y=\"{Margin + (row * Cell) + 12}\" text-anchor=\"end\">{similarity.Layers[row]}</text>");
                Line(svg, $"<text x=\"{Margin + (row * Cell) + (Cell / 2)}\" y=\"{Margin - 6}\" text-anchor=\"middle\">{similarity.Layers[row]}</text>");
            }
        }

        WriteLegend(svg, Margin + size + 20);
        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void WriteLegend(StringBuilder svg, int top)
    {
        const int Steps = 10;
        for (int i = 0; i <= Steps; i++)
        {
            double cosine = (double)i / Steps;
            Line(svg, $"<rect x=\"{Margin + (i * Cell)}\" y=\"{top}\" width=\"{Cell}\" height=\"{Cell}\" fill=\"{HeatColour.Hex(cosine)}\"/>");
        }

        Line(svg, $"<text x=\"{Margin}\" y=\"{top + Cell + 12}\">0</text>");
        Line(svg, $"<text x=\"{Margin + (Steps * Cell) + 4}\" y=\"{top + Cell + 12}\">1</text>");
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
