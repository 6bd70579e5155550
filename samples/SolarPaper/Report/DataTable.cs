using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Solar.Lab.Building;

namespace SolarPaper.Report;

/// <summary>The paper's Table 1, the data of tuning: how many samples there are, and of how many most is taken; here as the stages have counted them.</summary>
internal static class DataTable
{
    private const string Yes = "O", No = "✗", None = "–";

    // Orca DPO Pairs is in none of Tables 3 to 7.
    private static readonly TuningData[] Sets =
    [
        new("AlpacaGpt4", "Alpaca-GPT4", "52K", "52K", Yes),
        new("OpenOrca", "OpenOrca", "2.91M", "100K", Yes),
        new("MathInstruct", "Synth. Math-Instruct", "126K", "52K", No),
        new(null, "Orca DPO Pairs", "12.9K", "12.9K", Yes),
        new("UltraFeedback", "Ultrafeedback Cleaned", "60.8K", "60.8K", Yes),
        new("MathAlignment", "Synth. Math-Alignment", "126K", "20.1K", No),
    ];

    public static void Write(Html page, ReportInputs inputs)
    {
        Dictionary<string, (long Rows, long Used)> counted = Counted(inputs);
        page.Add($"<h3 id=\"table-1\">Table 1: data of instruction tuning and alignment</h3><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"table-1\"><table class=\"scores data\">");
        page.Add($"<thead><tr><th scope=\"col\">Property</th>");
        foreach (TuningData set in Sets)
        {
            page.Add($"<th scope=\"col\" class=\"d\">{set.Paper}</th>");
        }

        page.Add($"</tr></thead><tbody>");
        Row(page, "ours", "Samples here", set => Count(set, one => one.Rows));
        Row(page, "theirs", "Total # Samples", set => set.Total);
        Row(page, "ours", "Most that is used", set => Count(set, one => one.Used));
        Row(page, "theirs", "Maximum # Samples Used", set => set.Used);
        Row(page, "theirs", "Open Source", set => set.IsOpen);
        page.Add($"</tbody></table></div>");

        string Count(TuningData set, Func<(long Rows, long Used), long> of) => set.Name is { } name && counted.TryGetValue(name, out (long, long) found) ? Html.Count(of(found)) : None;
    }

    private static void Row(Html page, string kind, string head, Func<TuningData, string> cell)
    {
        page.Add($"<tr class=\"{kind}\"><th scope=\"row\">{head}</th>");
        foreach (TuningData set in Sets)
        {
            page.Add($"<td class=\"d\">{cell(set)}</td>");
        }

        page.Add($"</tr>");
    }

    // By name of the data set: its rows, and the most of them that a stage was given.
    private static Dictionary<string, (long Rows, long Used)> Counted(ReportInputs inputs)
    {
        var counted = new Dictionary<string, (long Rows, long Used)>(StringComparer.Ordinal);
        foreach (BuiltThing stage in inputs.Program.Things.Where(thing => thing.Kind == BuildKind.Stage))
        {
            if (StageManifest.Find(stage.Directory, "data") is not { ValueKind: JsonValueKind.Array } sets)
            {
                continue;
            }

            foreach (JsonElement data in sets.EnumerateArray())
            {
                if (data.TryGetProperty("name", out JsonElement name) && data.TryGetProperty("counts", out JsonElement counts)
                    && counts.TryGetProperty("rows", out JsonElement rows) && counts.TryGetProperty("documents", out JsonElement used))
                {
                    string set = name.ToString().Split('.')[^1];
                    (long Rows, long Used) known = counted.GetValueOrDefault(set);
                    counted[set] = (Math.Max(known.Rows, rows.GetInt64()), Math.Max(known.Used, used.GetInt64()));
                }
            }
        }

        return counted;
    }

    private sealed record TuningData(string? Name, string Paper, string Total, string Used, string IsOpen);
}
