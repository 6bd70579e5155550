using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options of <c>eval</c>.</summary>
/// <param name="host">Where it runs.</param>
internal sealed class EvalOptions(LabHost host)
{
    private readonly Option<string> _tasks = new("--tasks") { Description = "Tasks, with commas between: h6 for the six of the Open LLM Leaderboard v1, names of tasks, perplexity:FILE.", HelpName = "NAMES", DefaultValueFactory = _ => "h6" };
    private readonly Option<string> _profile = new("--profile") { Description = $"The way of measuring: {string.Join(" or ", EvaluationProfile.All.Select(profile => profile.Name))}.", HelpName = "NAME", DefaultValueFactory = _ => EvaluationProfile.LeaderboardV1.Name };
    private readonly Option<string?> _data = new("--data") { Description = "Folder of the tasks' data.", HelpName = "DIR" };
    private readonly Option<double?> _limit = new("--limit") { Description = "Documents of each task at most, for a trial; below 1 a share of them.", HelpName = "N" };
    private readonly Option<string[]> _fewShots = new("--num-fewshot") { Description = "Examples in a prompt, of one task or of all, where it is not to be the task's own number.", HelpName = "[TASK=]N" };
    private readonly Option<string[]> _examples = new("--examples") { Description = "Rows that stand in for a task's split of examples.", HelpName = "TASK=FILE[RANGE]" };
    private readonly Option<string> _out = new("--out") { Description = "Folder of the results, of what was said about each document, and of kept answers.", HelpName = "DIR", DefaultValueFactory = _ => "evaluations" };
    private readonly Option<string?> _parent = new("--parent") { Description = "The checkpoint that the others are held against, as it is called in the table.", HelpName = "NAME" };
    private readonly Option<string> _device = new("--device") { Description = "The device, such as cpu or cuda:0.", DefaultValueFactory = _ => "cpu" };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "The type to compute in: float32, bfloat16 or float16; without it, the stored one.", HelpName = "NAME" };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads of libtorch.", HelpName = "N" };
    private readonly Option<int> _batchTokens = new("--batch-tokens") { Description = "Positions of a batch at most.", HelpName = "N", DefaultValueFactory = _ => 8192 };
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Keep no answers, and ask for none that were kept." };
    private readonly Option<bool> _noPrefixes = new("--no-prefix-sharing") { Description = "Compute what requests begin with for each of them." };
    private readonly Option<bool> _noSamples = new("--no-samples") { Description = "Keep no log of documents." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_tasks, _profile, _data, _limit, _fewShots, _examples, _out, _parent, _device, _dtype, _threads, _batchTokens, _noCache, _noPrefixes, _noSamples])
        {
            command.Add(option);
        }
    }

    public string Out(ParseResult parsed) => parsed.GetRequiredValue(_out);

    public string? Parent(ParseResult parsed) => parsed.GetValue(_parent);

    public string Device(ParseResult parsed) => parsed.GetRequiredValue(_device);

    public string? Dtype(ParseResult parsed) => parsed.GetValue(_dtype);

    public int? Threads(ParseResult parsed) => parsed.GetValue(_threads);

    public int BatchTokens(ParseResult parsed) => parsed.GetValue(_batchTokens) is > 0 and int tokens ? tokens : throw CommandException.Usage("--batch-tokens is 1 or more.");

    public bool KeepsAnswers(ParseResult parsed) => !parsed.GetValue(_noCache);

    public bool SharesPrefixes(ParseResult parsed) => !parsed.GetValue(_noPrefixes);

    public bool KeepsSamples(ParseResult parsed) => !parsed.GetValue(_noSamples);

    public double? Limit(ParseResult parsed) => parsed.GetValue(_limit);

    /// <summary>The profile.</summary>
    /// <exception cref="CommandException">There is no such profile.</exception>
    public EvaluationProfile Profile(ParseResult parsed) => EvaluationProfile.Find(parsed.GetRequiredValue(_profile))
        ?? throw CommandException.Usage($"--profile '{Shown.Untrusted(parsed.GetRequiredValue(_profile))}' is none of {string.Join(" and ", EvaluationProfile.All.Select(profile => profile.Name))}.");

    /// <summary>The tasks, in the order in which they were named, each once.</summary>
    /// <exception cref="CommandException">There is no such task.</exception>
    public IReadOnlyList<EvaluationTask> Tasks(ParseResult parsed)
    {
        EvaluationTask[] known = [.. EvaluationTasks.Known(host)];
        string[] names = parsed.GetRequiredValue(_tasks).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        EvaluationTask[] tasks = [.. names.SelectMany(name => EvaluationTasks.Of(name, known, Profile(parsed))).DistinctBy(task => task.Name)];
        return tasks.Length > 0 ? tasks : throw CommandException.Usage("--tasks names no task.");
    }

    /// <summary>Data, profile, limit and examples. A limit counts for one model: it may carry over from task to task.</summary>
    /// <exception cref="CommandException">An option is outside of its range.</exception>
    public TaskSetup Setup(ParseResult parsed, IReadOnlyList<EvaluationTask> tasks)
    {
        EvaluationProfile profile = Profile(parsed);
        return new TaskSetup
        {
            DataDirectory = parsed.GetValue(_data) ?? host.DataDirectory ?? throw CommandException.Usage("Name the folder of the tasks' data: --data DIR."),
            Profile = profile,
            Limit = parsed.GetValue(_limit) switch
            {
                null => null,
                > 0 and double limit => new DocumentLimit(limit, profile),
                _ => throw CommandException.Usage("--limit is a number of documents, or a share of them below 1."),
            },
            FewShots = Asked("--num-fewshot", FewShots(parsed.GetValue(_fewShots) ?? [], tasks), tasks),
            Examples = Asked("--examples", Examples(parsed.GetValue(_examples) ?? []), tasks),
        };
    }

    // A name that is none of the run's tasks would be passed over in silence.
    private static Dictionary<string, T> Asked<T>(string option, Dictionary<string, T> values, IReadOnlyList<EvaluationTask> tasks) =>
        values.Keys.FirstOrDefault(name => tasks.All(task => task.Name != name)) is { } other
            ? throw CommandException.Usage($"{option} names {Shown.Untrusted(other)}, and the tasks are {string.Join(", ", tasks.Select(task => task.Name))}.")
            : values;

    private static Dictionary<string, int> FewShots(string[] values, IReadOnlyList<EvaluationTask> tasks)
    {
        var shots = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (!int.TryParse(value.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                throw CommandException.Usage($"--num-fewshot '{Shown.Untrusted(value)}' is not [TASK=]N.");
            }

            foreach (string task in equals < 0 ? tasks.Select(task => task.Name) : [value[..equals]])
            {
                shots[task] = count;
            }
        }

        return shots;
    }

    private static Dictionary<string, ExampleRows> Examples(string[] values)
    {
        var examples = new Dictionary<string, ExampleRows>(StringComparer.Ordinal);
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw CommandException.Usage($"--examples '{Shown.Untrusted(value)}' is not TASK=FILE[RANGE].");
            }

            try
            {
                examples[value[..equals]] = ExampleRows.Parse(value[(equals + 1)..]);
            }
            catch (FormatException fault)
            {
                throw CommandException.Usage($"--examples: {fault.Message}");
            }
        }

        return examples;
    }
}
