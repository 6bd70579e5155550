using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.LayerMaps;

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
