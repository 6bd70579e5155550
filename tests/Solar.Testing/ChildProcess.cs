using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Solar.Testing;

/// <summary>What a program that a test started has printed.</summary>
public sealed record ChildResult(int ExitCode, string Output, string Error)
{
    /// <summary>The values of the lines "key=value".</summary>
    public string[] this[string key] =>
        [.. Output.Split('\n').Where(line => line.StartsWith(key + "=", StringComparison.Ordinal)).Select(line => line[(key.Length + 1)..])];

    /// <inheritdoc/>
    public override string ToString() => $"exit code {ExitCode}\n{Output}\n{Error}";
}

/// <summary>Starts programs for tests, without what the test host and MSBuild have put into the environment.</summary>
public static class ChildProcess
{
    /// <summary>Runs a program to its end; three minutes are the limit.</summary>
    /// <param name="program">The program, such as dotnet.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    public static async Task<ChildResult> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ChildResult(process.ExitCode, await output, await error);
    }

    /// <summary>Starts a program, waits for its first line and then a little longer, and kills it as a loss of power would: nothing of it runs any more.</summary>
    /// <param name="program">The program, such as dotnet.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="delay">How long after its first line.</param>
    /// <returns>Whether it still ran.</returns>
    public static Task<bool> KillAsync(string program, IEnumerable<string> arguments, TimeSpan delay) => KillAsync(program, arguments, delay, since: null);

    /// <summary>The same, where the time begins only when something is so.</summary>
    /// <param name="program">The program, such as dotnet.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="delay">How long after it.</param>
    /// <param name="since">Asked again and again once the first line is there, until it is true or the program has ended; null for that line.</param>
    /// <param name="environment">Variables to set, or with null to remove.</param>
    /// <param name="isSilent">Whether it writes no first line that could be waited for.</param>
    /// <returns>Whether it still ran.</returns>
    public static async Task<bool> KillAsync(
        string program, IEnumerable<string> arguments, TimeSpan delay, Func<bool>? since, IReadOnlyDictionary<string, string?>? environment = null, bool isSilent = false)
    {
        using Process process = Start(program, arguments, environment);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!isSilent)
        {
            await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(3));
        }

        while (since is not null && !since() && !process.HasExited)
        {
            Thread.Sleep(0);
        }

        // A timer is too coarse for less than some milliseconds.
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }

        bool ran = !process.HasExited;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await error;
        return ran;
    }

    private static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
        {
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "SOLAR_LIBTORCH" or "TorchBackend")
            {
                start.Environment.Remove(name);
            }
        }

        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
