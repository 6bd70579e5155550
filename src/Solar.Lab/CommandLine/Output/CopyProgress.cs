using System;
using System.Threading.Tasks;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>A bar with bytes, bytes a second and time left, where somebody watches; nothing where nobody does.</summary>
internal static class CopyProgress
{
    /// <summary>Runs work that reports how many bytes are done, and of how many.</summary>
    /// <param name="console">Where the bar is drawn: on the error stream, so that results can be piped.</param>
    /// <param name="isQuiet">Whether nothing is drawn even on a terminal.</param>
    /// <param name="description">What is done, such as <c>copying</c>.</param>
    /// <param name="work">The work; its progress may be called from any thread.</param>
    public static async Task<T> RunAsync<T>(LabConsole console, bool isQuiet, string description, Func<IProgress<(long Done, long Total)>?, Task<T>> work)
    {
        if (isQuiet || !console.IsErrorTerminal)
        {
            return await work(null);
        }

        return await console.Error.Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(),
                new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask(Markup.Escape(description)).IsIndeterminate())));
    }

    // Progress<T> would hand each report to the thread pool, where they overtake each other.
    private sealed class Bar(ProgressTask task) : IProgress<(long Done, long Total)>
    {
        public void Report((long Done, long Total) value)
        {
            task.IsIndeterminate = false;
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }
}
