using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using Solar.Lab.Building;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Tells of a build in lines: what begins and why, how far it is now and then, what it took.</summary>
/// <param name="console">Where.</param>
/// <param name="total">Number of nodes.</param>
/// <param name="clock">Knows how long the whole will go on.</param>
internal sealed class BuildLog(IAnsiConsole console, int total, BuildClock clock) : IBuildObserver
{
    private const int Parts = 4;

    // Two estimates of one time differ by less.
    private const double WholeFactor = 1.2;

    // Of what takes no longer than this nobody asks how far it is.
    private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private int _done;

    private BuildClock Clock => clock;

    /// <inheritdoc/>
    public void Skipped(BuildNode node)
    {
        clock.Skipped(node);
        Line($"{node.SimpleName} is up to date", counts: true);
    }

    /// <inheritdoc/>
    public void Started(BuildNode node, BuildState state)
    {
        clock.Started(node, goesOn: state.Standing == BuildStanding.Interrupted);
        Line(state.Standing == BuildStanding.Interrupted ? $"{node.SimpleName}: going on where an earlier run was cut off" : $"{node.SimpleName}: {string.Join("; ", state.Reasons)}", counts: false);
    }

    /// <inheritdoc/>
    public IProgress<BuildProgress> ProgressOf(BuildNode node) => new Told(this, node);

    /// <inheritdoc/>
    public void Finished(BuildNode node, BuildRecord record)
    {
        clock.Finished(node);
        Line($"{node.SimpleName} built{Cost(record.Cost)}", counts: true);
    }

    /// <summary><c>in 12.3 s, 300 steps, 614,400 tokens, loss 1.234, 12 rows lost</c>.</summary>
    internal static string Cost(BuildCost cost)
    {
        var parts = new List<string> { string.Create(CultureInfo.InvariantCulture, $" in {cost.Seconds:0.0} s") };
        if (cost is { Steps: { } steps, Tokens: { } tokens })
        {
            parts.Add($"{Figures.Count(steps)} steps, {Figures.Count(tokens)} tokens");
        }

        if (cost.Loss is { } loss)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}"));
        }

        if (cost.LostRows is { } lost)
        {
            parts.Add($"{Figures.Count(lost)} rows lost");
        }

        if (cost.CutRows is > 0 and { } cut)
        {
            parts.Add($"{Figures.Count(cut)} rows cut off (its solar.json says which)");
        }

        return string.Join(", ", parts);
    }

    private void Line(string text, bool counts)
    {
        lock (_lock)
        {
            _done += counts ? 1 : 0;
            console.Profile.Out.Writer.WriteLine($"[{_done}/{total}] {text}");
            console.Profile.Out.Writer.Flush();
        }
    }

    // Of this node, and of the whole where that goes on for longer.
    private string Left(double done, double left, TimeSpan elapsed)
    {
        if (done <= 0)
        {
            return "";
        }

        double own = elapsed.TotalSeconds * left / done;
        string all = clock.Left is { } whole && whole > own * WholeFactor ? $", {Figures.Count((long)Math.Ceiling(whole))} s in all" : "";
        return string.Create(CultureInfo.InvariantCulture, $"  {Math.Ceiling(own):0} s left{all}");
    }

    private sealed class Told(BuildLog log, BuildNode node) : IProgress<BuildProgress>
    {
        private readonly Stopwatch _clock = new();
        private double _begun;
        private int _told;
        private string? _budget;

        public void Report(BuildProgress value)
        {
            if (value.Budget is not null && _budget is null)
            {
                _budget = value.Budget;
                log.Line($"{node.SimpleName}: {_budget}", counts: false);
            }

            log.Clock.Report(node, value.Share);

            // A run that goes on begins somewhere on the way.
            if (!_clock.IsRunning)
            {
                _begun = value.Share;
                _clock.Start();
            }

            int part = (int)(value.Share * Parts);
            if (part > _told && value.Share < 1 && _clock.Elapsed >= Shown)
            {
                _told = part;
                log.Line(string.Create(CultureInfo.InvariantCulture, $"{node.SimpleName}: {value.Share:0 %} {value.Text}").TrimEnd() + log.Left(value.Share - _begun, 1 - value.Share, _clock.Elapsed), counts: false);
            }
        }
    }
}
