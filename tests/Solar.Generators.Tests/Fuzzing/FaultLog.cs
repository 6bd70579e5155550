using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text.RegularExpressions;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>What went wrong with which input: the shortest input of every kind of fault.</summary>
internal sealed partial class FaultLog
{
    // An input of some kilobytes asks for a fraction of this; what goes beyond is a number that somebody wrote and nobody refused.
    private const long MaximumBytes = 512L << 20;

    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, (string Message, string Input)> _faults = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = new();

    /// <summary>How many inputs were run.</summary>
    public int Inputs { get; private set; }

    /// <summary>How many of them had something wrong that was said.</summary>
    public int Refused { get; set; }

    /// <summary>Time of the slowest input.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Whether nothing went wrong.</summary>
    public bool IsEmpty => _faults.Count == 0;

    /// <summary>Runs one input; an exception is a fault, and so is much memory or time.</summary>
    public void Run(string input, Action<FaultLog> run)
    {
        Inputs++;
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        _watch.Restart();
        try
        {
            run(this);
        }
        catch (Exception exception)
        {
            string[] frames = [.. (exception.StackTrace ?? "").Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("at Solar", StringComparison.Ordinal)).Take(4)];
            Add($"{exception.GetType().Name}: {exception.Message} {string.Join(" < ", frames)}", input);
        }

        Slowest = _watch.Elapsed > Slowest ? _watch.Elapsed : Slowest;
        if (GC.GetAllocatedBytesForCurrentThread() - bytes is > MaximumBytes and var used)
        {
            Add($"it took {used >> 20} MB", input);
        }

        if (_watch.Elapsed > MaximumTime)
        {
            Add($"it took {_watch.Elapsed.TotalSeconds:F0} s", input);
        }
    }

    /// <summary>Notes a fault; of alike ones the shortest input is kept.</summary>
    public void Add(string message, string input)
    {
        string kind = Details().Replace(message, "…");
        if (!_faults.TryGetValue(kind, out (string, string Input) known) || input.Length < known.Input.Length)
        {
            _faults[kind] = (message, input);
        }
    }

    /// <summary>Every kind of fault with its input; empty where there is none.</summary>
    public override string ToString() =>
        string.Concat(_faults.Values.Select(fault => $"\n\n════ {fault.Message}\n{fault.Input}"));

    [GeneratedRegex("""'[^']*'|"[^"]*"|\d+""")]
    private static partial Regex Details();
}
