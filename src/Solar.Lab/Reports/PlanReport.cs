using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime;
using Spectre.Console;

namespace Solar.Lab.Reports;

/// <summary>Prints what a recipe will make before a byte is read: map, seams, parameters and bytes.</summary>
public static class PlanReport
{
    /// <summary>Writes the plan of a model.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="model">The model.</param>
    /// <param name="bytesPerParameter">Bytes of one stored element.</param>
    public static void Write(IAnsiConsole console, ModelDescription model, int bytesPerParameter)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        table.AddRow("model", Markup.Escape(model.Name));
        if (model.Recipe is { } recipe)
        {
            table.AddRow("recipe", Markup.Escape(recipe));
        }

        table.AddRow("layers", $"{model.LayerCount} = {Markup.Escape(Runs(model))}");
        foreach (string seam in Seams(model.LayerMap))
        {
            table.AddRow("seam", seam);
        }

        table.AddRow("parameters", model.ParameterCount.ToString("N0", CultureInfo.InvariantCulture));
        table.AddRow("bytes", (model.ParameterCount * bytesPerParameter).ToString("N0", CultureInfo.InvariantCulture));
        console.Write(table);
    }

    private static string Runs(ModelDescription model)
    {
        string source = model.Source is { } name ? name[(name.LastIndexOf('.') + 1)..] : model.Name;
        var runs = new List<string>();
        int start = 0;
        IReadOnlyList<int> map = model.LayerMap;
        for (int i = 1; i <= map.Count; i++)
        {
            if (i == map.Count || map[i] != map[i - 1] + 1)
            {
                runs.Add($"{source}[{map[start]}..{map[i - 1] + 1}]");
                start = i;
            }
        }

        return string.Join(" + ", runs);
    }

    private static IEnumerable<string> Seams(IReadOnlyList<int> map) =>
        Enumerable.Range(1, System.Math.Max(0, map.Count - 1))
            .Where(i => map[i] != map[i - 1] + 1)
            .Select(i => $"between layers {i - 1} and {i} (source {map[i - 1]} → {map[i]}, a jump of {map[i] - map[i - 1] - 1})");
}
