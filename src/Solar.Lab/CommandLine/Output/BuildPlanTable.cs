using System.Collections.Generic;
using System.Linq;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows the engine's own plan, where no declaration stands behind it.</summary>
internal static class BuildPlanTable
{
    private const int Listed = 8;

    /// <summary>Writes it as a table, or as JSON with every tensor.</summary>
    public static void Write(LabConsole console, BuildPlan plan, bool isJson)
    {
        if (isJson)
        {
            console.WriteRaw(plan.ToJson());
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach ((string key, string value) in Rows(plan))
        {
            table.AddRow(new Text(key, new Style(Color.Grey)), new Text(value));
        }

        console.Out.Write(table);
    }

    private static IEnumerable<(string Key, string Value)> Rows(BuildPlan plan)
    {
        yield return ("method", plan.Method);
        yield return ("tensors", Figures.Count(plan.Tensors.Count));
        yield return ("parameters", Figures.Count(plan.Parameters));
        foreach (PlannedFile source in plan.Sources.Take(Listed))
        {
            yield return ("from", $"{Shown.Path(source.Path)}  {Figures.Bytes(source.Bytes)}");
        }

        if (plan.Sources.Count > Listed)
        {
            yield return ("", $"and {plan.Sources.Count - Listed} more files");
        }

        // Copies are no news; how the others are made is.
        PlannedTensor[] made = [.. plan.Tensors.Where(tensor => tensor.From.Contains(' '))];
        foreach (string from in made.Select(tensor => tensor.From).Distinct().Take(Listed))
        {
            yield return ("made", Shown.Untrusted(from));
        }

        yield return ("read", Figures.Bytes(plan.BytesRead));
        yield return ("written", $"{Figures.Bytes(plan.BytesWritten)} as {plan.Dtype} in {plan.Files.Count} {(plan.Files.Count == 1 ? "file" : "files")}");
        yield return ("memory", $"about {Figures.Bytes(CopyMemory.Estimate(plan.Tensors.Count) + plan.PeakMemory)}, {plan.Threads} at a time");
        yield return ("to", Shown.Path(plan.Output) + (plan.FreeDisk is { } free ? $" ({Figures.Bytes(free)} free{(free < plan.BytesWritten ? ": too little" : "")})" : ""));
    }
}
