using System.CommandLine;
using Solar.Lab.CommandLine.Output;
using Solar.Lab.CommandLine.Programs;
using Solar.Runtime.Checkpoints;

namespace Solar.Lab.CommandLine.Commands;

/// <summary>The options of what a command writes.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string?> _out = new("--out") { Description = "The folder to write; without it, a folder of the declaration's name among the checkpoints.", HelpName = "DIR" };
    private readonly Option<string?> _shardSize = new("--max-shard-size") { Description = "Greatest size of one file, such as 5GB (the default) or 200MB.", HelpName = "SIZE" };
    private readonly Option<string?> _hash = new("--hash") { Description = "By what the manifest knows each tensor: xxh128 (the default), sha256, or none, which is fastest and can be neither verified nor resumed.", HelpName = "NAME" };
    private readonly Option<string?> _dtype = new("--dtype") { Description = "The type that is written: float32, bfloat16 or float16; without it, the sources' own.", HelpName = "NAME" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };
    private readonly Option<bool> _quiet = new("--quiet") { Description = "No progress; there is none either where the error stream is no terminal." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command, bool isPlan = false)
    {
        command.Add(_out);
        command.Add(_shardSize);
        command.Add(_dtype);
        if (!isPlan)
        {
            command.Add(_dryRun);
            command.Add(_quiet);
        }
    }

    /// <summary>Adds the choice of hash.</summary>
    public void AddHashTo(Command command) => command.Add(_hash);

    /// <summary>By what tensors are identified in the manifest.</summary>
    /// <exception cref="CommandException">What was said is no hash.</exception>
    public ContentHash Hash(ParseResult parsed) => parsed.GetValue(_hash)?.ToLowerInvariant() switch
    {
        null or "xxh" or "xxh128" => ContentHash.Xxh128,
        "sha256" => ContentHash.Sha256,
        "none" => ContentHash.None,
        { } other => throw CommandException.Usage($"--hash '{Shown.Untrusted(other)}' is none of xxh128, sha256 and none."),
    };

    /// <summary>The type that is written; null for the sources' own.</summary>
    /// <exception cref="CommandException">What was said is none that can be converted to.</exception>
    public TensorDtype? Dtype(ParseResult parsed) => parsed.GetValue(_dtype)?.ToLowerInvariant() switch
    {
        null => null,
        "float32" or "fp32" or "f32" => TensorDtype.F32,
        "bfloat16" or "bf16" => TensorDtype.BF16,
        "float16" or "fp16" or "f16" => TensorDtype.F16,
        { } other => throw CommandException.Usage($"--dtype '{Shown.Untrusted(other)}' is none of float32, bfloat16 and float16."),
    };

    /// <summary>The type that is written: what was said, else what a file of mergekit's asks of copied layers; null for the sources' own.</summary>
    /// <exception cref="CommandException">What was said is none that can be converted to.</exception>
    public TensorDtype? Dtype(ParseResult parsed, LabProgram program) =>
        Dtype(parsed) ?? (program.CopiedAs is { } asked ? MergeCheckpoint.Stored(asked) : null);

    /// <summary>The folder to write, where it was said.</summary>
    public string? Directory(ParseResult parsed) => parsed.GetValue(_out);

    /// <summary>Whether nothing is to be done.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Whether no progress is wanted.</summary>
    public bool IsQuiet(ParseResult parsed) => parsed.GetValue(_quiet);

    /// <summary>Greatest number of tensor bytes in one file.</summary>
    /// <exception cref="CommandException">What was said is no size.</exception>
    public long MaxShardSize(ParseResult parsed) => parsed.GetValue(_shardSize) is not { } text
        ? CheckpointWriter.DefaultShardSize
        : Figures.ParseBytes(text) ?? throw CommandException.Usage($"--max-shard-size '{Shown.Untrusted(text)}' is no size: write it as 5GB, 200MB or a number of bytes.");
}
