using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine;

using Xunit;
using Codes = Solar.Lab.CommandLine.ExitCode;

namespace Solar.Lab.Tests.CommandLine;

/// <summary>What a command has returned and written, run in this process without a terminal.</summary>
internal sealed record LabRun(int ExitCode, string Output, string Error)
{
    public static Task<LabRun> ToolAsync(params string[] args) => RunAsync(program: null, args);

    public static async Task<LabRun> RunAsync(Assembly? program, string[] args, CancellationToken cancellationToken = default)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        int code = await LabApplication.RunAsync(
            args, new LabHost { Program = program, Output = output, Error = error, IsOutputTerminal = false, IsErrorTerminal = false }, cancellationToken);
        return new LabRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The output as JSON.</summary>
    public JsonElement Json
    {
        get
        {
            using JsonDocument document = JsonDocument.Parse(Output);
            return document.RootElement.Clone();
        }
    }

    /// <summary>The rows of the output's tables and its other lines: no borders, one space between cells.</summary>
    public string Rows => string.Join('\n', Output.Split('\n')
        .Where(line => !Regex.IsMatch(line, "^[╭├╰─┬┼┴╮┤╯]+$"))
        .Select(line => Regex.Replace(line.Replace('│', ' '), " +", " ").Trim())
        .Where(line => line.Length > 0));

    /// <summary>Holds that the command has succeeded and written nothing beside its result.</summary>
    public LabRun Succeeded()
    {
        Assert.Equal((Codes.Success, ""), (ExitCode, Error));
        return this;
    }

    /// <summary>Holds that the command has ended so, whatever it has warned of.</summary>
    public LabRun EndedWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, ToString());
        return this;
    }

    /// <summary>Holds that the command has failed with one line, and no result.</summary>
    public LabRun Failed(int exitCode, params string[] parts)
    {
        Assert.Equal((exitCode, ""), (ExitCode, Output));
        Assert.StartsWith(exitCode == Codes.Cancelled ? "Cancelled" : "error: ", Error, StringComparison.Ordinal);
        Assert.EndsWith("\n", Error, StringComparison.Ordinal);
        foreach (string part in parts)
        {
            Assert.Contains(part, Error, StringComparison.Ordinal);
        }

        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}
