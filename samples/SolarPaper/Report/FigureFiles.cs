using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security;
using System.Text;
using System.Text.RegularExpressions;
using ScottPlot;

namespace SolarPaper.Report;

/// <summary>Figures as files, a PNG and an SVG each, and in a page.</summary>
/// <param name="directory">Folder of the files.</param>
internal sealed partial class FigureFiles(string directory)
{
    // Of a picture that is looked at on a screen of twice the pixels, or printed.
    private const int Sharpness = 2;

    private readonly List<string> _written = [];

    /// <summary>The files that were written, in order.</summary>
    public IReadOnlyList<string> Written => _written;

    /// <summary>Writes both files of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <returns>The picture as a part of a page: SVG whose colours are the page's.</returns>
    /// <exception cref="ArgumentException">Its name is none of a file.</exception>
    /// <exception cref="IOException">They cannot be written.</exception>
    public string Write(Figure figure)
    {
        if (!FileName().IsMatch(figure.Name))
        {
            throw new ArgumentException($"'{figure.Name}' is no name of a figure: letters, digits and hyphens.", nameof(figure));
        }

        Directory.CreateDirectory(directory);
        (int width, int height) = FigureDrawing.Size(figure);
        Plot plot = FigureDrawing.Draw(figure);
        string svg = Numbered(plot.GetSvgXml(width, height).Replace("\r\n", "\n", StringComparison.Ordinal));
        svg = Texts().Replace(svg, Placed);
        svg = svg.Replace($"font-family=\"{InterFont.Family}\"", $"font-family=\"{InterFont.Family}, system-ui, sans-serif\"", StringComparison.Ordinal);
        byte[] text = Encoding.UTF8.GetBytes(svg);
        string vector = Path.Combine(directory, figure.Name + ".svg"), pixels = Path.Combine(directory, figure.Name + ".png");
        _written.AddRange([vector, pixels]);

        // Packing pixels takes most of the time. Where the picture is as it was, they are; its text is written last.
        if (!File.Exists(pixels) || !File.Exists(vector) || !File.ReadAllBytes(vector).AsSpan().SequenceEqual(text))
        {
            File.Delete(vector);
            plot.ScaleFactor = Sharpness;
            File.WriteAllBytes(pixels, plot.GetImageBytes(width * Sharpness, height * Sharpness, ImageFormat.Png));
            File.WriteAllBytes(vector, text);
        }

        return InPage(svg, figure, width, height);
    }

    private static string InPage(string svg, Figure figure, int width, int height)
    {
        string body = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..];

        // A page needs no prefix for what points into itself, and has not declared it.
        body = body.Replace(" xlink:href=\"", " href=\"", StringComparison.Ordinal);
        body = Ids().Replace(body, match => $"{match.Groups[1].Value}{figure.Name}-{match.Groups[2].Value}");
        body = Palette.Properties.Aggregate(body, (text, colour) => text.Replace(colour.Colour, $"var({colour.Property})", StringComparison.OrdinalIgnoreCase));
        string alt = SecurityElement.Escape(figure.Alt);
        return FormattableString.Invariant($"<svg class=\"plot\" style=\"max-width:{WidthAtMost(figure, width)}px\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{alt}\"><title>{alt}</title>") + body;
    }

    // Small ones share the width of the page.
    private static int WidthAtMost(Figure figure, int width) => figure is LineFigure { IsSmall: true } ? 2 * width : width;

    // Skia gives each letter its place, which tears words apart where the browser has another font: the first place and the length of the whole do not.
    private static string Placed(Match text)
    {
        double[] places = [.. text.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(place => double.Parse(place, CultureInfo.InvariantCulture))];
        string start = FormattableString.Invariant($" x=\"{places[0]:0.##}\" y=\"{text.Groups[2].Value.TrimEnd(' ', ',')}\"");
        return places.Length < 3 ? start : start + FormattableString.Invariant($" textLength=\"{(places[^1] - places[0]) * places.Length / (places.Length - 1):0.##}\" lengthAdjust=\"spacingAndGlyphs\"");
    }

    // Ids are counted through the whole process; the same picture has the same bytes where each begins anew.
    private static string Numbered(string svg)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return Ids().Replace(svg, match =>
        {
            numbers.TryAdd(match.Groups[2].Value, numbers.Count);
            return FormattableString.Invariant($"{match.Groups[1].Value}i{numbers[match.Groups[2].Value]}");
        });
    }

    [GeneratedRegex("^[A-Za-z0-9-]+$")]
    private static partial Regex FileName();

    [GeneratedRegex("(?<=<text [^>]*) x=\"([^\"]+)\" y=\"([^\"]+)\"")]
    private static partial Regex Texts();

    // Ids of clips are the same in each picture; a page has them all.
    [GeneratedRegex("(id=\"|url\\(#|href=\"#)([A-Za-z_0-9-]+)")]
    private static partial Regex Ids();
}
