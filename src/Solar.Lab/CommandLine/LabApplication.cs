using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.CommandLine.Output;

namespace Solar.Lab.CommandLine;

/// <summary>
/// The command line of a program that declares models: <c>return await LabApplication.RunAsync(args);</c> gives it <c>list</c>,
/// <c>plan</c>, <c>preview</c>, <c>contamination</c>, <c>build</c>, <c>import</c>, <c>upscale</c>, <c>merge</c>, <c>cocktail</c>, <c>lora</c>, <c>verify</c>, <c>inspect</c>, <c>search</c>, <c>generate</c>, <c>tokenizer</c>,
/// <c>eval</c>, <c>scores</c> and <c>export</c>.
/// </summary>
public static class LabApplication
{
    // Long enough to let a buffer be written and a resumable state be left behind.
    private static readonly TimeSpan TerminationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command over the declarations of the program that calls.</summary>
    /// <param name="args">The program's arguments.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static Task<int> RunAsync(string[] args)
    {
        Assembly? program = Assembly.GetEntryAssembly();
        return RunAsync(args, new LabHost { Program = program, Name = program?.GetName().Name ?? "solar" });
    }

    /// <summary>Runs a command in a host of its own.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="host">The declarations that can be named, and where to write.</param>
    /// <param name="cancellationToken">Stops the command as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, LabHost host, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(host);
        var console = new LabConsole(host);
        ParseResult parsed = CommandTable.Create(host, console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return Failures.Usage(console, host, parsed);
        }

        // A word may be anything, a misspelt option too; behind '--' it is meant.
        if (!parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash)
            && parsed.Tokens.FirstOrDefault(token => token.Type == TokenType.Argument && token.Value.StartsWith("--", StringComparison.Ordinal)) is { } option)
        {
            return Failures.UnknownOption(console, host, parsed, option.Value);
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                Output = host.Output,
                Error = host.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TerminationTimeout,
            },
            cancellationToken);
    }
}
