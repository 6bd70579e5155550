using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Solar.LayerMaps;
using Solar.Specs;

namespace Solar.Compiler.Emitting;

/// <summary>A layer map as the lines of a C# collection.</summary>
internal static class LayerMapText
{
    // Up to here every run begins a line, so that the seams can be seen; beyond, lines are filled.
    private const int RunsOnTheirOwn = 8;

    /// <summary>The layer numbers, each followed by a comma, on lines of at most <paramref name="width"/> columns.</summary>
    public static IEnumerable<string> Lines(LayerMap map, int width)
    {
        LayerRun[] runs = [.. map.Runs()];
        return runs.Length <= RunsOnTheirOwn
            ? runs.SelectMany(run => Fill(Enumerable.Range(run.Layer, run.Count), width))
            : Fill(map.Layers, width);
    }

    /// <summary>The entries as elements of a collection of <see cref="LayerSource"/>, a line each: runs of copies, identity layers, means.</summary>
    public static IEnumerable<string> Sources(LayerMap map)
    {
        foreach (LayerRun run in map.Runs())
        {
            string source = Literals.Code(run.Source);
            yield return run switch
            {
                { Entry.Init: LayerInit.Identity, Entry: { } entry } =>
                    $"new LayerSource({source}, {Literals.Plain(run.Layer)}).Zeroing({Names(entry.Parts[0].Zeroed)}),",
                { Entry: { } entry } => $"LayerSource.Mean({string.Join(", ", entry.Parts.Select(Part))}),",
                { Count: 1 } => $"new LayerSource({source}, {Literals.Plain(run.Layer)}),",
                _ => $".. LayerSource.Range({source}, {Literals.Plain(run.Layer)}, {Literals.Plain(run.End)}),",
            };
        }
    }

    private static string Part(LayerPart part)
    {
        string weight = part.Weight.ToString("R", CultureInfo.InvariantCulture);
        string zeroed = part.Zeroed.Count == 0 ? "" : $" {{ Zeroed = EquatableArray.Of({Names(part.Zeroed)}) }}";
        return $"new({Literals.Code(part.Source)}, {Literals.Plain(part.Layer)}, {weight}){zeroed}";
    }

    private static string Names(EquatableArray<string> names) => string.Join(", ", names.Select(Literals.Code));

    private static IEnumerable<string> Fill(IEnumerable<int> layers, int width)
    {
        var line = new StringBuilder();
        foreach (int layer in layers)
        {
            string item = Literals.Plain(layer) + ",";
            if (line.Length > 0 && line.Length + 1 + item.Length > width)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length == 0 ? "" : " ").Append(item);
        }

        yield return line.ToString();
    }
}
