using System.CommandLine;
using Solar.Lab.CommandLine.Programs;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options of <c>search</c>.</summary>
internal sealed class SearchOptions
{
    private const int LeastLength = 8;

    private readonly Option<int?> _layers = new("--layers") { Description = "The wanted depth.", HelpName = "N" };
    private readonly Option<string[]> _data = new("--data") { Description = "Calibration texts: files of text, JSON lines, a JSON array or Parquet, also with .gz; or declared data sets.", HelpName = "FILE" };
    private readonly Option<string> _field = new("--field") { Description = "The field of a record that is its text.", HelpName = "NAME", DefaultValueFactory = _ => "text" };
    private readonly Option<int?> _length = new("--length") { Description = "Tokens of a piece of text; by default 512, or what the model reads.", HelpName = "N" };
    private readonly Option<int> _limit = new("--limit") { Description = "Pieces of text at most, from the beginning.", HelpName = "N", DefaultValueFactory = _ => 32 };
    private readonly Option<int> _top = new("--top") { Description = "So many maps are shown, best first; 0 shows all.", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<string> _device = new("--device") { Description = "The device, such as cpu or cuda:0.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "The type to compute in: float32, bfloat16 or float16; without it, the stored one.", HelpName = "NAME" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch.", HelpName = "N" };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_layers, _data, _field, _length, _limit, _top, _device, _dtype, _threads])
        {
            command.Add(option);
        }
    }

    /// <summary>What they say.</summary>
    /// <exception cref="CommandException">One is missing or outside of its range.</exception>
    public SearchRequest Read(ParseResult parsed)
    {
        string[] data = parsed.GetValue(_data) ?? [];
        return new SearchRequest(
            parsed.GetValue(_layers) ?? throw CommandException.Usage("Say how many layers there are to be: --layers 48."),
            data.Length > 0 ? data : throw CommandException.Usage("Say by which texts maps are ranked: --data FILE."),
            parsed.GetRequiredValue(_field),
            parsed.GetValue(_length) is < LeastLength and { } length ? throw CommandException.Usage($"--length {length} is less than {LeastLength} tokens.") : parsed.GetValue(_length),
            AtLeast("--limit", parsed.GetValue(_limit), 2),
            AtLeast("--top", parsed.GetValue(_top), 0),
            parsed.GetRequiredValue(_device),
            parsed.GetValue(_dtype),
            parsed.GetValue(_threads) is { } threads ? AtLeast("--threads", threads, 1) : null);
    }

    private static int AtLeast(string option, int value, int least) =>
        value >= least ? value : throw CommandException.Usage($"{option} {value} is less than {least}.");
}
