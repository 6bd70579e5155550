using System;
using System.Collections.Generic;
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
        string svg = Numbered(FigureDrawing.Draw(figure).GetSvgXml(width, height).Replace("\r\n", "\n", StringComparison.Ordinal));
        svg = svg.Replace($"font-family=\"{InterFont.Family}\"", $"font-family=\"{InterFont.Family}, system-ui, sans-serif\"", StringComparison.Ordinal);
        Plot sharp = FigureDrawing.Draw(figure);
        sharp.ScaleFactor = Sharpness;
        Keep(figure.Name + ".svg", Encoding.UTF8.GetBytes(svg));
        Keep(figure.Name + ".png", sharp.GetImageBytes(width * Sharpness, height * Sharpness, ImageFormat.Png));
        return InPage(svg, figure, width, height);
    }

    private void Keep(string name, byte[] bytes)
    {
        string file = Path.Combine(directory, name);
        File.WriteAllBytes(file, bytes);
        _written.Add(file);
    }

    private static string InPage(string svg, Figure figure, int width, int height)
    {
        string body = svg[(svg.IndexOf('>', svg.IndexOf("<svg", StringComparison.Ordinal)) + 1)..];
        body = Ids().Replace(body, match => $"{match.Groups[1].Value}{figure.Name}-{match.Groups[2].Value}");
        body = Palette.Properties.Aggregate(body, (text, colour) => text.Replace(colour.Colour, $"var({colour.Property})", StringComparison.OrdinalIgnoreCase));
        string alt = SecurityElement.Escape(figure.Alt);
        return FormattableString.Invariant($"<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{alt}\"><title>{alt}</title>") + body;
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

    // Ids of clips are the same in each picture; a page has them all.
    [GeneratedRegex("(id=\"|url\\(#|href=\"#)([A-Za-z_0-9-]+)")]
    private static partial Regex Ids();
}
