using System;
using System.Collections.Concurrent;
using System.Threading.Tasks;
using Solar.Lab.Building;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows a build where somebody watches: a bar for the whole and one for each node that is being made, with the time left.</summary>
internal sealed class BuildBars : IBuildObserver
{
    private readonly ConcurrentDictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);
    private readonly ProgressContext _context;
    private readonly ProgressTask _whole;

    private BuildBars(ProgressContext context, int total)
    {
        _context = context;
        _whole = context.AddTask("[bold]all[/]", maxValue: total);
    }

    /// <summary>Runs a build and shows it.</summary>
    public static Task RunAsync(IAnsiConsole console, int total, Func<IBuildObserver, Task> build) => console.Progress()
        .AutoClear(false)
        .HideCompleted(false)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context => build(new BuildBars(context, total)));

    /// <inheritdoc/>
    public void Skipped(BuildNode node) => _whole.Increment(1);

    /// <inheritdoc/>
    public void Started(BuildNode node, BuildState state) => _bars[node.Name] = _context.AddTask(Markup.Escape(node.SimpleName), maxValue: 1);

    /// <inheritdoc/>
    public IProgress<BuildProgress> ProgressOf(BuildNode node) => new Bar(node, _bars[node.Name]);

    /// <inheritdoc/>
    public void Finished(BuildNode node, BuildRecord record)
    {
        ProgressTask bar = _bars[node.Name];
        bar.Value = 1;
        bar.Description = Markup.Escape($"{node.SimpleName}{BuildLog.Cost(record.Cost)}");
        bar.StopTask();
        _whole.Increment(1);
    }

    private sealed class Bar(BuildNode node, ProgressTask task) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            task.Value = value.Share;
            if (value.Text.Length > 0)
            {
                task.Description = Markup.Escape($"{node.SimpleName}{(value.Budget is null ? "" : $" ({value.Budget})")}  {value.Text}");
            }
        }
    }
}
