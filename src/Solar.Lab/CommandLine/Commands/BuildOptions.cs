using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using Solar.Lab.Building;
using Solar.Lab.CommandLine.Output;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options of <c>build</c>.</summary>
/// <param name="host">Where it runs.</param>
internal sealed class BuildOptions(LabHost host)
{
    private readonly Option<string?> _data = new("--data") { Description = "Folder that paths of data sets are relative to; by default that of the file, or the program's.", HelpName = "DIR" };
    private readonly Option<string?> _tokenizer = new("--tokenizer") { Description = "Folder of the tokenizer of models that are initialised at random; relative to the data.", HelpName = "DIR" };
    private readonly Option<int> _seed = new("--seed") { Description = "Seed of models that are initialised at random.", DefaultValueFactory = _ => 42 };
    private readonly Option<string[]> _set = new("--set") { Description = "A hyper-parameter in place of the declared one, of one stage or of all that have it.", HelpName = "[STAGE.]KEY=VALUE" };
    private readonly Option<int> _jobs = new("--jobs") { Description = "How many are made side by side, each in a process of its own.", HelpName = "N", DefaultValueFactory = _ => host.Jobs };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch in one training; by default the processors shared among the jobs.", HelpName = "N" };
    private readonly Option<string> _device = new("--device") { Description = "The device that trains, such as cpu or cuda:0.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be built, and build nothing." };
    private readonly Option<bool> _explain = new("--explain") { Description = "Say why each would be built, and build nothing." };
    private readonly Option<bool> _check = new("--check") { Description = "Read every file again instead of trusting sizes and times." };
    private readonly Option<bool> _mermaid = new("--mermaid") { Description = "Write the graph as Mermaid's text, and build nothing." };
    private readonly Option<bool> _worker = new("--worker") { Hidden = true };
    private readonly Option<bool> _goesOn = new("--go-on") { Hidden = true };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_data, _tokenizer, _seed, _set, _jobs, _threads, _device, _dryRun, _explain, _check, _mermaid, _worker, _goesOn])
        {
            command.Add(option);
        }
    }

    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    public bool Explains(ParseResult parsed) => parsed.GetValue(_explain);

    public bool ReadsAll(ParseResult parsed) => parsed.GetValue(_check);

    public bool IsMermaid(ParseResult parsed) => parsed.GetValue(_mermaid);

    public bool IsWorker(ParseResult parsed) => parsed.GetValue(_worker);

    public bool GoesOn(ParseResult parsed) => parsed.GetValue(_goesOn);

    /// <summary>How many are made side by side.</summary>
    /// <exception cref="CommandException">What was said is no such number.</exception>
    public int Jobs(ParseResult parsed) => parsed.GetValue(_jobs) is > 0 and int jobs
        ? jobs
        : throw CommandException.Usage($"--jobs {parsed.GetValue(_jobs)}: one at least is made at a time.");

    /// <summary>What the build is told.</summary>
    public BuildSettings Settings(LabHost host, ProgramOptions options, ParseResult parsed) => new()
    {
        CheckpointsDirectory = Path.GetFullPath(parsed.GetRequiredValue(options.Checkpoints)),
        DataDirectory = Path.GetFullPath(parsed.GetValue(_data) ?? ProgramOptions.YamlFolder(parsed.GetValue(options.Words)) ?? host.DataDirectory ?? AppContext.BaseDirectory),
        TokenizerDirectory = parsed.GetValue(_tokenizer) ?? host.TokenizerDirectory,
        Steps = host.Steps,
        Seed = parsed.GetValue(_seed),
        Device = parsed.GetRequiredValue(_device),
        Threads = parsed.GetValue(_threads) ?? 0,
        Overrides = Overrides(parsed.GetValue(_set) ?? []),
    };

    /// <summary>The arguments by which a process of its own makes one node: with the folders of this one, whose host may be told of others than the child's.</summary>
    public IReadOnlyList<string> ChildArguments(ProgramOptions options, ParseResult parsed, BuildSettings settings, BuildNode node, bool goesOn, int sideBySide)
    {
        var arguments = new List<string> { "build" };
        string[] words = parsed.GetValue(options.Words) ?? [];
        if (ProgramOptions.YamlFolder(words) is not null)
        {
            arguments.Add(words[0]);
        }

        arguments.AddRange([node.Name, _worker.Name]);
        if (goesOn)
        {
            arguments.Add(_goesOn.Name);
        }

        int threads = parsed.GetValue(_threads) ?? Math.Max(1, Environment.ProcessorCount / sideBySide);
        Repeat(options.Base, parsed.GetValue(options.Base));
        Repeat(options.Weights, parsed.GetValue(options.Weights));
        Repeat(_set, parsed.GetValue(_set));
        Repeat(options.Recipe, [parsed.GetValue(options.Recipe)]);
        Repeat(_data, [settings.DataDirectory]);
        Repeat(_tokenizer, [settings.TokenizerDirectory]);
        Repeat(options.Checkpoints, [settings.CheckpointsDirectory]);
        Repeat(_device, [parsed.GetValue(_device)]);
        Repeat(_seed, [parsed.GetValue(_seed).ToString(CultureInfo.InvariantCulture)]);
        Repeat(_threads, [threads.ToString(CultureInfo.InvariantCulture)]);
        return arguments;

        void Repeat(Option option, string?[]? values)
        {
            foreach (string value in (values ?? []).OfType<string>())
            {
                arguments.AddRange([option.Name, value]);
            }
        }
    }

    private static Dictionary<string, string> Overrides(string[] values)
    {
        var overrides = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !overrides.TryAdd(value[..equals], value[(equals + 1)..]))
            {
                throw CommandException.Usage(equals <= 0 ? $"--set '{Shown.Untrusted(value)}' is not KEY=VALUE." : $"--set gives {value[..equals]} twice.");
            }
        }

        return overrides;
    }
}
