using System;
using System.CommandLine;
using System.Linq;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.Export;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options of <c>export --to</c>.</summary>
internal sealed class ExportOptions
{
    private readonly Option<string?> _to = new("--to") { Description = "A training engine: axolotl, trl or llama-factory. A folder is written for each stage.", HelpName = "ENGINE" };
    private readonly Option<string> _sharding = new("--sharding") { Description = "How the model is divided among GPUs: fsdp or zero3.", DefaultValueFactory = _ => "fsdp" };
    private readonly Option<int> _gpus = new("--gpus") { Description = "GPUs of all machines together; a step keeps its declared rows.", HelpName = "N", DefaultValueFactory = _ => 8 };
    private readonly Option<string?> _data = new("--data") { Description = "Folder that paths of data sets are relative to; by default that of the file, or the program's.", HelpName = "DIR" };
    private readonly Option<bool> _withoutData = new("--without-data") { Description = "Write no data: it lies elsewhere, or is written later." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_to, _sharding, _gpus, _data, _withoutData])
        {
            command.Add(option);
        }
    }

    /// <summary>The engine; null where none was asked for.</summary>
    /// <exception cref="CommandException">There is no such engine.</exception>
    public ExportEngine? Engine(ParseResult parsed) => parsed.GetValue(_to) is not { } name
        ? null
        : ExportEngine.Find(name) ?? throw CommandException.Usage($"--to '{Shown.Untrusted(name)}' is none of {string.Join(", ", ExportEngine.All.Select(engine => engine.Name))}.");

    /// <summary>How the model is divided.</summary>
    /// <exception cref="CommandException">There is no such way.</exception>
    public Sharding Sharding(ParseResult parsed) => parsed.GetRequiredValue(_sharding).ToLowerInvariant() switch
    {
        "fsdp" => Export.Sharding.Fsdp,
        "zero3" => Export.Sharding.Zero3,
        var other => throw CommandException.Usage($"--sharding '{Shown.Untrusted(other)}' is none of fsdp and zero3."),
    };

    /// <summary>Number of GPUs.</summary>
    /// <exception cref="CommandException">It is none.</exception>
    public int Gpus(ParseResult parsed) => parsed.GetValue(_gpus) is > 0 and int gpus ? gpus : throw CommandException.Usage($"--gpus {parsed.GetValue(_gpus)} is no number of GPUs: write 1 or more.");

    /// <summary>Folder of the data.</summary>
    public string Data(ParseResult parsed, ProgramOptions options, LabHost host) =>
        parsed.GetValue(_data) ?? ProgramOptions.YamlFolder(parsed.GetValue(options.Words)) ?? host.DataDirectory ?? AppContext.BaseDirectory;

    /// <summary>Whether data is written.</summary>
    public bool WithData(ParseResult parsed) => !parsed.GetValue(_withoutData);
}
