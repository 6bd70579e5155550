using System.CommandLine;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Commands;

/// <summary><c>list</c>: every model, stage, merge and data set of a program, with sizes.</summary>
internal static class ListCommand
{
    public static Command Create(LabHost host, LabConsole console)
    {
        var options = new ProgramOptions(host, console, "A *.solar.yaml file; without one, the program's own declarations.");
        var all = new Option<bool>("--all") { Description = "The declarations of referenced assemblies too." };
        var command = new Command("list", "Every model, stage, merge and data set, with sizes.") { all };
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Failures.GuardAsync(console, parsed.GetValue(options.Json), () =>
        {
            (LabProgram program, string[] words) = options.Program(parsed, cancellationToken);
            if (words.Length > 0 && parsed.GetValue(options.Recipe) is null)
            {
                throw CommandException.Usage($"list takes no name; '{words[0]}' is one. Use plan {words[0]}.");
            }

            WeightsTable weights = options.WeightsOf(program, parsed);
            var listing = new Listing(program.Title, [.. program.All.Where(entry => entry.IsOwn || parsed.GetValue(all)).Select(entry => Item(entry, weights))]);
            if (parsed.GetValue(options.Json))
            {
                console.WriteJson(listing);
            }
            else
            {
                Write(console.Out, listing);
            }

            return Task.FromResult(ExitCode.Success);
        }));
        return command;
    }

    private static ListedItem Item(ProgramEntry entry, WeightsTable weights)
    {
        string? folder = null, missing = null;
        try
        {
            folder = entry.Kind == "data" ? null : weights.TryFind(entry.FullName);
        }
        catch (Runtime.Checkpoints.CheckpointException exception)
        {
            // A listing shows everything, whatever is wrong with one of them.
            missing = exception.Faults[0].Problem;
        }

        return new ListedItem(entry.FullName, entry.Kind, EntryText.What(entry))
        {
            Family = entry.Model?.Spec.Family,
            Layers = entry.Model?.Spec.NumHiddenLayers,
            Parameters = entry.Model?.ParameterCount,
            Dtype = entry.Model is { } model ? EntryText.Dtype(model) : null,
            Bytes = entry.Model is { } sized ? EntryText.Bytes(sized) : null,
            Weights = folder,
            Missing = missing,
        };
    }

    private static void Write(IAnsiConsole console, Listing listing)
    {
        if (listing.Items.Length == 0)
        {
            console.WriteLine($"{listing.Program} declares nothing.");
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("name", "kind", "what", "layers", "parameters", "bytes", "weights");
        foreach (int column in (int[])[3, 4, 5])
        {
            table.Columns[column].RightAligned();
        }

        foreach (ListedItem item in listing.Items)
        {
            table.AddRow(
                new Text(Shown.Name(item.Name), new Style(decoration: Decoration.Bold)),
                new Text(item.Kind),
                new Text(item.What),
                new Text(item.Layers is { } layers ? Figures.Count(layers) : ""),
                new Text(item.Parameters is { } parameters ? Figures.Count(parameters) : ""),
                new Text(item.Bytes is { } bytes ? Figures.Bytes(bytes) : ""),
                item.Missing is { } missing ? new Text(missing, new Style(Color.Yellow)) : new Text(item.Weights is { } folder ? Shown.Path(folder) : ""));
        }

        console.Write(table);
    }

    private sealed record Listing(string Program, ListedItem[] Items);

    private sealed record ListedItem(string Name, string Kind, string What)
    {
        public string? Family { get; init; }

        public int? Layers { get; init; }

        public long? Parameters { get; init; }

        public string? Dtype { get; init; }

        public long? Bytes { get; init; }

        public string? Weights { get; init; }

        public string? Missing { get; init; }
    }
}
