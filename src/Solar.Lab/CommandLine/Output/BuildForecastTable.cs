using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Building;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>What a build would do, as a table or JSON.</summary>
internal static class BuildForecastTable
{
    public static void Write(LabConsole console, IReadOnlyList<BuildForecast> forecasts, bool explains, bool isJson)
    {
        if (isJson)
        {
            console.WriteJson(new { Nodes = forecasts.Select(forecast => new { forecast.Node.Name, Standing = Standing(forecast), forecast.State.Reasons, forecast.Node.Directory }) });
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("name", "would be");
        if (explains)
        {
            table.AddColumn("why");
        }

        foreach (BuildForecast forecast in forecasts)
        {
            Text[] row = [new(forecast.Node.SimpleName, new Style(decoration: Decoration.Bold)), new(Standing(forecast), Colour(forecast))];
            table.AddRow(explains ? [.. row, new Text(string.Join(Environment.NewLine, forecast.State.Reasons))] : row);
        }

        console.Out.Write(table);
    }

    private static string Standing(BuildForecast forecast) => forecast.State.Standing switch
    {
        BuildStanding.Fresh => "up to date",
        BuildStanding.Interrupted => "gone on with",
        _ when !forecast.IsCertain => "built, if an input changes",
        _ => "built",
    };

    private static Style Colour(BuildForecast forecast) => new(forecast.State.Standing == BuildStanding.Fresh ? Color.Grey : Color.Yellow);
}
