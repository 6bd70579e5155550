using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;
using Solar.Lab.Building;

namespace Solar.Lab.Reports;

/// <summary>
/// The graph of a program as an SVG picture that needs nothing else: a box for each thing, with how it comes to be, its layers and its data, below all that it is made from. A
/// page that holds the picture may set the colours by the custom properties <c>--build-ink</c>, <c>--build-muted</c>, <c>--build-line</c>, <c>--build-box</c>,
/// <c>--build-stage</c>, <c>--build-merge</c> and <c>--build-model</c>.
/// </summary>
public static class BuildGraphSvg
{
    private const int BoxWidth = 186, BoxHeight = 76, Gap = 20, LayerGap = 36, Margin = 8, LineLength = 30;

    private const string Style = """
        .build-graph{font:12px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        .build-box{fill:var(--build-box,#f6f8fa);stroke:var(--build-line,#8c959f);stroke-width:1}
        .build-stage{fill:var(--build-stage,#e3effa)}
        .build-merge{fill:var(--build-merge,#fdf0dd)}
        .build-model{fill:var(--build-model,#e4f3ec)}
        .build-open{stroke-dasharray:5 3}
        .build-edge{fill:none;stroke:var(--build-line,#8c959f);stroke-width:1.3}
        .build-tip{fill:var(--build-line,#8c959f)}
        .build-name{fill:var(--build-ink,#1f2328);font-weight:600}
        .build-note{fill:var(--build-muted,#57606a);font-size:10.5px}
        """;

    /// <summary>The picture.</summary>
    /// <param name="program">What was built.</param>
    public static string Draw(BuiltProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        Dictionary<string, BuiltThing> things = program.Things.ToDictionary(thing => thing.Name, StringComparer.Ordinal);
        var graph = new LayeredGraph([.. things.Keys], name => things[name].Inputs);
        double width = (graph.Columns * (BoxWidth + Gap)) - Gap + (2 * Margin), height = (graph.Layers * (BoxHeight + LayerGap)) - LayerGap + (2 * Margin);
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"build-graph\" viewBox=\"0 0 {width:0.#} {height:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" role=\"img\" aria-labelledby=\"build-graph-title\">");
        Line(svg, $"<title id=\"build-graph-title\">{program.Things.Count} things that are built, each below what it is made from</title>");
        Line(svg, $"<style>{Style}</style>");
        foreach (IReadOnlyList<Place> edge in graph.Edges)
        {
            Line(svg, $"<g data-from=\"{Text(edge[0].Node!)}\" data-to=\"{Text(edge[^1].Node!)}\"><path class=\"build-edge\" d=\"{Way(edge)}\"/><path class=\"build-tip\" d=\"{Tip(edge[^1])}\"/></g>");
        }

        foreach (BuiltThing thing in program.Things)
        {
            Box(svg, thing, graph[thing.Name]);
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void Box(StringBuilder svg, BuiltThing thing, Place place)
    {
        double x = Middle(place) - (BoxWidth / 2.0), y = Top(place);
        string kind = thing.Kind switch
        {
            BuildKind.Stage => "build-stage",
            BuildKind.Merge => "build-merge",
            BuildKind.Recipe => "build-model",
            _ => "build-plain",
        };
        string open = thing.Standing is BuiltStanding.Built or BuiltStanding.Given ? "" : " build-open";
        int round = thing.Kind == BuildKind.Stage ? 14 : 3;
        Line(svg, $"<g data-node=\"{Text(thing.Name)}\"><title>{Text(Told(thing))}</title>");
        Line(svg, $"<rect class=\"build-box {kind}{open}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"{round}\"/>");
        Line(svg, $"<text class=\"build-name\" x=\"{Middle(place):0.#}\" y=\"{y + 19:0.#}\" text-anchor=\"middle\">{Text(Short(thing.Name, 24))}</text>");
        string[] notes = [First(thing), .. Second(thing)];
        for (int i = 0; i < notes.Length; i++)
        {
            Line(svg, $"<text class=\"build-note\" x=\"{Middle(place):0.#}\" y=\"{y + 36 + (15 * i):0.#}\" text-anchor=\"middle\">{Text(Short(notes[i], LineLength))}</text>");
        }

        Line(svg, $"</g>");
    }

    // A recipe repeats what it is made from, which the arrows say.
    private static string First(BuiltThing thing)
    {
        string what = thing.What.Contains('(', StringComparison.Ordinal) ? thing.What[..thing.What.IndexOf('(', StringComparison.Ordinal)].ToLowerInvariant() : thing.What.Replace('_', ' ');
        return thing.Layers is { } layers ? string.Create(CultureInfo.InvariantCulture, $"{what} · {layers} layers") : what;
    }

    // Two lines at most: names that do not fit stand in the title.
    private static IEnumerable<string> Second(BuiltThing thing)
    {
        string told = thing.Standing switch
        {
            BuiltStanding.Missing => "not built",
            BuiltStanding.Unfinished => "cut off",
            BuiltStanding.Given => "given",
            _ when thing.Datasets.Count > 0 => string.Join(" + ", thing.Datasets),
            _ => "built",
        };
        int end = told.Length > LineLength ? told.LastIndexOf(" + ", LineLength, StringComparison.Ordinal) : -1;
        return end < 0 ? [told] : [told[..end] + " +", told[(end + 3)..]];
    }

    private static string Told(BuiltThing thing) =>
        $"{thing.Name}: {thing.What}; {thing.Standing.ToString().ToLowerInvariant()}{(thing.Inputs.Count > 0 ? $"; made from {string.Join(", ", thing.Inputs)}" : "")}{(thing.Datasets.Count > 0 ? $"; reads {string.Join(", ", thing.Datasets)}" : "")}";

    private static string Way(IReadOnlyList<Place> places)
    {
        var way = new StringBuilder();
        way.Append(CultureInfo.InvariantCulture, $"M{Middle(places[0]):0.#} {Top(places[0]) + BoxHeight:0.#}");
        double x = Middle(places[0]), y = Top(places[0]) + BoxHeight;
        foreach (Place place in places.Skip(1))
        {
            double toX = Middle(place), toY = place.Node is null ? Top(place) : Top(place) - 6, half = (y + toY) / 2;
            way.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {half:0.#} {toX:0.#} {half:0.#} {toX:0.#} {toY:0.#}");
            if (place.Node is null)
            {
                toY += BoxHeight;
                way.Append(CultureInfo.InvariantCulture, $"V{toY:0.#}");
            }

            (x, y) = (toX, toY);
        }

        return way.ToString();
    }

    private static string Tip(Place place) => string.Create(
        CultureInfo.InvariantCulture, $"M{Middle(place) - 4:0.#} {Top(place) - 7:0.#}h8l-4 7z");

    private static double Middle(Place place) => Margin + (BoxWidth / 2.0) + (place.Column * (BoxWidth + Gap));

    private static double Top(Place place) => Margin + (place.Layer * (BoxHeight + LayerGap));

    private static string Short(string text, int most) => text.Length <= most ? text : text[..(most - 1)] + "…";

    private static string Text(string text) => SecurityElement.Escape(text);

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
