using System.Globalization;
using System.Linq;
using Solar.Lab.Building;

namespace SolarPaper.Report;

/// <summary>What each thing took to build.</summary>
internal static class CostTable
{
    private const double Mega = 1e6;

    public static void Write(Html page, ReportInputs inputs)
    {
        page.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Costs\"><table><caption>Seconds of all runs together, those that were cut off included. Memory is the most of the machine's own that the process held which made it, and not a device's; a dash where it is not recorded. Stages that stand side by side are trained at the same time.</caption>");
        page.Add($"<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Made by</th><th scope=\"col\" class=\"r\">Layers</th><th scope=\"col\" class=\"r\">Rows</th><th scope=\"col\" class=\"r\">Steps</th><th scope=\"col\" class=\"r\">Tokens</th><th scope=\"col\" class=\"r\">Seconds</th><th scope=\"col\" class=\"r\">Tokens/s</th><th scope=\"col\" class=\"r\">Memory (MB)</th><th scope=\"col\" class=\"r\">Last loss</th></tr></thead><tbody>");
        foreach (BuiltThing thing in inputs.Program.Things)
        {
            BuildCost cost = thing.Cost;
            page.Add($"<tr><th scope=\"row\">{thing.Name}</th><td>{thing.What.Replace('_', ' ')}</td><td class=\"r\">{Html.Count(thing.Layers)}</td><td class=\"r\">{Html.Count(cost.Rows)}</td><td class=\"r\">{Html.Count(cost.Steps)}</td><td class=\"r\">{Html.Count(cost.Tokens)}</td><td class=\"r\">{Seconds(thing)}</td><td class=\"r\">{Html.Count(Rate(cost))}</td><td class=\"r\">{Html.Count((long?)(cost.PeakMemory / Mega))}</td><td class=\"r\">{cost.Loss?.ToString("0.000", CultureInfo.InvariantCulture) ?? "–"}</td></tr>");
        }

        long tokens = inputs.Program.Things.Sum(thing => thing.Cost.Tokens ?? 0);
        page.Add($"<tr><th scope=\"row\">All</th><td></td><td></td><td></td><td class=\"r\">{Html.Count(inputs.Program.Things.Sum(thing => thing.Cost.Steps ?? 0))}</td><td class=\"r\">{Html.Count(tokens)}</td><td class=\"r\">{inputs.Program.Things.Sum(thing => thing.Cost.Seconds):0.0}</td><td></td><td class=\"r\">{Html.Count((long?)(inputs.Program.Things.Max(thing => thing.Cost.PeakMemory) / Mega))}</td><td></td></tr>");
        page.Add($"</tbody></table></div>");
    }

    private static string Seconds(BuiltThing thing) => thing.Standing is BuiltStanding.Built or BuiltStanding.Unfinished ? thing.Cost.Seconds.ToString("0.0", CultureInfo.InvariantCulture) : "–";

    // A record of an older build has no rate of its own: then loading and writing count too.
    private static long? Rate(BuildCost cost) => (long?)(cost.TokensPerSecond ?? (cost.Seconds > 0 ? cost.Tokens / cost.Seconds : null));
}
