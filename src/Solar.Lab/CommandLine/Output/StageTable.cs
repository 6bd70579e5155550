using Solar.Lab.CommandLine.Programs;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows what a stage will take to a person.</summary>
internal static class StageTable
{
    public static void Write(IAnsiConsole console, StageSheet sheet)
    {
        Table table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach ((string key, string value) in sheet.Rows())
        {
            table.AddRow(new Text(key, new Style(Color.Grey)), new Text(value));
        }

        console.Write(table);
    }
}
