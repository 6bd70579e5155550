using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Compilation;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows a plan to a person.</summary>
internal static class PlanTable
{
    private const int ListedShards = 8;
    private const int ListedSeams = 8;

    public static void Write(IAnsiConsole console, PlanSheet plan)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach ((string key, string value) in Rows(plan))
        {
            table.AddRow(new Text(key, new Style(Color.Grey)), new Text(value));
        }

        console.Write(table);
        if (plan.Tensors is { } tensors)
        {
            WriteTensors(console, tensors);
        }
    }

    private static IEnumerable<(string Key, string Value)> Rows(PlanSheet plan)
    {
        yield return (plan.Kind, plan.Name.StartsWith(ProgramSource.Namespace + ".", StringComparison.Ordinal) ? Shown.Name(plan.Name) : plan.Name);
        yield return ("made by", plan.What);
        yield return ("layers", plan.Runs is { } runs ? $"{plan.Layers} = {string.Join(" + ", runs.Select(run => $"{run.Source}[{run.Start}..{run.End}]"))}" : $"{plan.Layers}");
        foreach (SheetSeam seam in (plan.Seams ?? []).Take(ListedSeams))
        {
            yield return ("seam", $"layer {seam.Below + 1} follows {seam.Below}: source layer {seam.SourceAbove} sees the output of {seam.SourceBelow}, a jump of {seam.Jump}");
        }

        if (plan.Seams?.Length > ListedSeams)
        {
            yield return ("", $"and {plan.Seams.Length - ListedSeams} more seams");
        }

        yield return ("parameters", Figures.Count(plan.Parameters));
        if (plan.Kind == "model" && plan.LayerMap is null)
        {
            yield return ("bytes", $"{Figures.Bytes(plan.BytesWritten)} as {plan.Dtype}");
            yield break;
        }

        foreach ((string name, string folder) in plan.Sources)
        {
            yield return ("from", $"{Shown.Name(name)} in {Shown.Path(folder)}");
        }

        if (plan.Sources.Count == 0)
        {
            yield return ("from", "no folder is known yet: sizes are those of the declaration");
        }

        yield return ("read", Figures.Bytes(plan.BytesRead));
        yield return ("written", $"{Figures.Bytes(plan.BytesWritten)} as {plan.Dtype} in {plan.Shards.Length} {(plan.Shards.Length == 1 ? "file" : "files")}");
        if (plan.Shards.Length > 1)
        {
            foreach (SheetFile shard in plan.Shards.Take(ListedShards))
            {
                yield return ("", $"{shard.File}  {Figures.Bytes(shard.Bytes)}, {shard.Tensors} tensors");
            }
        }

        if (plan.Shards.Length > ListedShards)
        {
            yield return ("", $"and {plan.Shards.Length - ListedShards} more files");
        }

        yield return ("memory", $"about {Figures.Bytes(plan.PeakMemory)}, whatever the tensors' size");
        if (plan.Output is { } output)
        {
            yield return ("to", Shown.Path(output) + (plan.DiskFree is { } free ? $" ({Figures.Bytes(free)} free{(free < plan.BytesWritten ? ": too little" : "")})" : ""));
        }
    }

    private static void WriteTensors(IAnsiConsole console, SheetTensor[] tensors)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("tensor", "shape", "bytes", "from");
        table.Columns[2].RightAligned();
        foreach (SheetTensor tensor in tensors)
        {
            table.AddRow(
                new Text(tensor.Name), new Text($"[{string.Join(", ", tensor.Shape)}]"), new Text(Figures.Bytes(tensor.Bytes)), new Text(tensor.From));
        }

        console.Write(table);
    }
}
