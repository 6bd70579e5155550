using System.Globalization;
using System.Linq;
using Solar.Lab.Building;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>What was built and what it took.</summary>
internal static class BuildSummary
{
    public static void Write(LabConsole console, BuildGraph graph, BuildRecords records, bool isJson)
    {
        (BuildNode Node, BuildRecord? Record)[] built = [.. graph.Nodes.Select(node => (node, records.Find(node.Name)))];
        if (isJson)
        {
            console.WriteJson(new { Nodes = built.Select(one => new { one.Node.Name, Kind = one.Node.Kind.ToString().ToLowerInvariant(), one.Node.Directory, one.Record?.Output, one.Record?.Cost }) });
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("name", "made by", "seconds", "steps", "tokens", "loss", "folder");
        foreach (int column in (int[])[2, 3, 4, 5])
        {
            table.Columns[column].RightAligned();
        }

        foreach ((BuildNode node, BuildRecord? record) in built)
        {
            BuildCost cost = record?.Cost ?? new BuildCost();
            table.AddRow(
                new Text(node.SimpleName, new Style(decoration: Decoration.Bold)),
                new Text(BuildMermaid.What(node)),
                new Text(record is null ? "" : cost.Seconds.ToString("0.0", CultureInfo.InvariantCulture)),
                new Text(cost.Steps is { } steps ? Figures.Count(steps) : ""),
                new Text(cost.Tokens is { } tokens ? Figures.Count(tokens) : ""),
                new Text(cost.Loss is { } loss ? loss.ToString("0.000", CultureInfo.InvariantCulture) : ""),
                new Text(Shown.Path(node.Directory)));
        }

        console.Out.Write(table);
    }
}
