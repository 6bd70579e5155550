using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Search;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>What a search found, as a table or JSON.</summary>
/// <param name="result">What it found.</param>
/// <param name="declared">The base's declared name; null of a folder.</param>
/// <param name="request">What was searched for.</param>
internal sealed class SearchTable(SearchResult result, string? declared, SearchRequest request)
{
    // A recipe over a folder says 'base', as --recipe does; in C# and YAML it has to have a name.
    private readonly string _base = declared ?? "base";
    private readonly string _class = declared ?? ProposedMap.BaseName;

    /// <summary>Writes it.</summary>
    public void Write(LabConsole console, bool isJson)
    {
        RankedMap[] shown = [.. request.Top == 0 ? result.Maps : result.Maps.Take(request.Top)];
        if (isJson)
        {
            console.WriteJson(Report(shown));
            return;
        }

        WriteTable(console.Out, shown);
        WriteNotes(console.Out, shown);
    }

    private void WriteTable(IAnsiConsole console, RankedMap[] shown)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "recipe", "layers", "loss", "above the first", "block turns");
        foreach (int column in new[] { 0, 3, 4, 5 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (RankedMap map in shown)
        {
            var style = new Style(decoration: map.IsWithinNoise ? Decoration.Bold : Decoration.None);
            table.AddRow(
                new Text(Invariant($"{map.Rank}{(!map.IsFinite ? " !" : map.IsWithinNoise ? " ≈" : "")}"), style), new Text(map.Map.Expression(_base), style), new Text(map.Map.Ranges),
                new Text(Invariant($"{map.Losses.Mean:0.0000}")), new Text(map.Rank == 1 || !map.IsFinite ? "" : Invariant($"{map.AboveBest:0.0000} ± {map.StandardError:0.0000}")),
                new Text(map.Map.BlockDistance is { } distance ? Invariant($"{distance:0.000}") : ""));
        }

        console.Write(table);
    }

    private void WriteNotes(IAnsiConsole console, RankedMap[] shown)
    {
        Line(console, Invariant($"{result.Maps.Count} maps of {request.Layers} layers over {Tokens:N0} predicted tokens in {result.Base.Counts.Count} pieces; the base's own loss is {result.Base.Mean:0.0000}."));
        if (result.NotMeasured.Count > 0)
        {
            Line(console, $"Stopped before {result.NotMeasured.Count} more were measured, the next of them {result.NotMeasured[0].Expression(_base)}.");
        }

        if (shown.Length < result.Maps.Count)
        {
            Line(console, Invariant($"{result.Maps.Count - shown.Length} more are not shown: --top 0 shows all."));
        }

        if (shown.Length > 0)
        {
            Line(console, $"In C#:  {shown[0].Map.Attribute(_class)}");
            Line(console, $"In YAML:  {shown[0].Map.Yaml("Grown", _class)}");
        }

        foreach (ProposedMap identity in result.Identities)
        {
            Line(console, $"Not ranked: {identity.Expression(_base)}, whose new layers add nothing at first: its loss is the base's.");
        }

        if (shown.Any(map => !map.IsFinite))
        {
            Line(console, "! has a loss that is not finite: its layers overflow the type that is computed in, or the weights are damaged.");
        }

        Line(console, "≈ cannot be told from the first by these texts (1.96 standard errors). Loss before training is not loss after it: try more than one.");
    }

    private object Report(IEnumerable<RankedMap> shown) => new
    {
        Layers = request.Layers,
        BaseLayers = result.Distances.LayerCount,
        BaseLoss = result.Base.Mean,
        Pieces = result.Base.Counts.Count,
        Tokens,
        MapCount = result.Maps.Count,
        Maps = shown.Select(map => new
        {
            map.Rank,
            Recipe = map.Map.Expression(_base),
            Attribute = map.Map.Attribute(_class),
            Yaml = map.Map.Yaml("Grown", _class),
            Ranges = map.Map.Ranges,
            LayerMap = map.Map.Order,
            map.Map.Seams,
            Loss = map.Losses.Mean,
            map.AboveBest,
            map.StandardError,
            map.IsWithinNoise,
            map.IsFinite,
            map.Map.BlockDistance,
        }),
        NotMeasured = result.NotMeasured.Select(map => map.Expression(_base)),
        Identities = result.Identities.Select(map => new { Recipe = map.Expression(_base), Attribute = map.Attribute(_class), Yaml = map.Yaml("Grown", _class), map.Ranges }),
    };

    private int Tokens => result.Base.Counts.Sum();

    private static void Line(IAnsiConsole console, string text) => console.Profile.Out.Writer.WriteLine(text);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
