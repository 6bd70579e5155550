using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;

namespace Solar.Lab.Building;

/// <summary>What a build would do, without doing it.</summary>
/// <param name="Node">What.</param>
/// <param name="State">How it stands; of a node after one that is built, as far as that can be told.</param>
internal sealed record BuildForecast(BuildNode Node, BuildState State)
{
    /// <summary>Whether it is built for certain: it may turn out that its inputs are built again with the same result.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>The forecast of a whole graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="judge">Says how nodes stand.</param>
    /// <param name="records">What is known of earlier builds.</param>
    /// <param name="cancellationToken">Stops the hashing.</param>
    public static IReadOnlyList<BuildForecast> Of(BuildGraph graph, BuildJudge judge, BuildRecords records, CancellationToken cancellationToken)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var forecasts = new List<BuildForecast>();
        foreach (BuildNode node in graph.Nodes)
        {
            if (node.IsGiven)
            {
                known[node.Name] = judge.Given(node, cancellationToken);
                continue;
            }

            string[] before = [.. node.Inputs.Where(input => !known.ContainsKey(input)).Select(input => graph[input].SimpleName)];
            BuildForecast forecast = before.Length > 0 ? After(node, before, records) : new BuildForecast(node, judge.Judge(node, judge.Inputs(node, input => known[input], cancellationToken), cancellationToken));
            if (forecast.State.Standing == BuildStanding.Fresh)
            {
                known[node.Name] = forecast.State.Output;
            }

            forecasts.Add(forecast);
        }

        return forecasts;
    }

    private static BuildForecast After(BuildNode node, string[] before, BuildRecords records) => new(
        node, new BuildState(BuildStanding.Stale, [records.Find(node.Name) is null ? "it was never built" : $"{string.Join(", ", before)} {(before.Length == 1 ? "is" : "are")} built before"]))
    {
        IsCertain = records.Find(node.Name) is null,
    };
}
