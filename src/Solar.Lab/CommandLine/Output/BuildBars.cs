using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows a build where somebody watches: a bar for the whole and one for each node that is being made, with the time left.</summary>
internal sealed class BuildBars : IBuildObserver
{
    private const string Whole = "[bold]all[/]";
    private const double MaxSeconds = 86_400;

    private readonly ConcurrentDictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);
    private readonly ProgressContext _context;
    private readonly BuildClock _clock;
    private readonly ProgressTask _whole;

    private BuildBars(ProgressContext context, BuildClock clock)
    {
        _context = context;
        _clock = clock;
        _whole = context.AddTask(Whole, maxValue: 1);
    }

    /// <summary>Runs a build and shows it.</summary>
    public static Task RunAsync(IAnsiConsole console, BuildClock clock, Func<IBuildObserver, Task> build) => console.Progress()
        .AutoClear(false)
        .HideCompleted(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new LeftColumn(clock))
        .StartAsync(context => build(new BuildBars(context, clock)));

    /// <inheritdoc/>
    public void Skipped(BuildNode node)
    {
        _clock.Skipped(node);
        ShowWhole();
    }

    /// <inheritdoc/>
    public void Started(BuildNode node, BuildState state)
    {
        _clock.Started(node, goesOn: state.Standing == BuildStanding.Interrupted);
        _bars[node.Name] = _context.AddTask(Markup.Escape(node.SimpleName), maxValue: 1);
    }

    /// <inheritdoc/>
    public IProgress<BuildProgress> ProgressOf(BuildNode node) => new Bar(this, node, _bars[node.Name]);

    /// <inheritdoc/>
    public void Finished(BuildNode node, BuildRecord record)
    {
        ProgressTask bar = _bars[node.Name];
        bar.Value = 1;
        bar.Description = Markup.Escape($"{node.SimpleName}{BuildLog.Cost(record.Cost)}");
        bar.StopTask();
        _clock.Finished(node);
        ShowWhole();
    }

    private void ShowWhole() => _whole.Value = _clock.Share;

    // A bar's own time left follows its last seconds; stages differ too much for that.
    private sealed class LeftColumn(BuildClock clock) : ProgressColumn
    {
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
        {
            TimeSpan? left = task.Description != Whole ? task.RemainingTime : clock.Left is { } seconds and < MaxSeconds ? TimeSpan.FromSeconds(Math.Ceiling(seconds)) : null;
            return new Text(task.IsFinished ? "0:00:00" : left?.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture) ?? "-:--:--", new Style(Color.Blue));
        }
    }

    private sealed class Bar(BuildBars bars, BuildNode node, ProgressTask task) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            task.Value = value.Share;
            bars._clock.Report(node, value.Share);
            bars.ShowWhole();
            if (value.Text.Length > 0)
            {
                task.Description = Markup.Escape($"{node.SimpleName}{(value.Budget is null ? "" : $" ({value.Budget})")}  {value.Text}");
            }
        }
    }
}
