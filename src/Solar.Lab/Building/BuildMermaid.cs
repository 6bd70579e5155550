using System.Collections.Generic;
using System.Linq;
using System.Text;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.Building;

/// <summary>A graph as Mermaid's text, which Markdown pages and reports show as a picture.</summary>
internal static class BuildMermaid
{
    /// <summary>The text.</summary>
    /// <param name="graph">The graph.</param>
    public static string Of(BuildGraph graph)
    {
        var text = new StringBuilder("graph TD\n");
        foreach (BuildNode node in graph.Nodes)
        {
            (string open, string close) = Shape(node.Kind);
            text.Append($"  {Id(node.Name)}{open}\"{node.SimpleName}<br/><small>{What(node)}</small>\"{close}\n");
        }

        foreach (string data in graph.Nodes.SelectMany(node => node.Datasets).Distinct())
        {
            text.Append($"  {Id(data)}[(\"{Shown.Name(data)}\")]\n");
        }

        foreach (BuildNode node in graph.Nodes)
        {
            foreach (string input in node.Checkpoints.Concat(node.Steps.Where(_ => node.Kind == BuildKind.Initial)))
            {
                text.Append($"  {Id(input)} --> {Id(node.Name)}\n");
            }

            foreach (string data in node.Datasets)
            {
                text.Append($"  {Id(data)} -.-> {Id(node.Name)}\n");
            }
        }

        foreach ((string step, string data) in Made(graph).Distinct())
        {
            text.Append($"  {Id(step)} --> {Id(data)}\n");
        }

        return text.ToString();
    }

    private static IEnumerable<(string Step, string Data)> Made(BuildGraph graph) =>
        graph.Nodes.SelectMany(node => node.Datasets.SelectMany(data => graph.StepsOf(data).Select(step => (step, data))));

    private static (string Open, string Close) Shape(BuildKind kind) => kind switch
    {
        BuildKind.Stage => ("([", "])"),
        BuildKind.Merge => ("{{", "}}"),
        BuildKind.Step => ("[/", "/]"),
        _ => ("[", "]"),
    };

    /// <summary>How a node comes to be, in a few words.</summary>
    public static string What(BuildNode node) => node switch
    {
        { Kind: BuildKind.Weights } => "weights as they are",
        { Kind: BuildKind.Imported } => "trained elsewhere",
        { Kind: BuildKind.Initial } => "from a seed",
        { Kind: BuildKind.Step } => "makes data",
        { Entry: { } entry } => EntryText.Kind(entry),
        _ => "",
    };

    private static string Id(string name) => name.Replace('.', '_');
}
