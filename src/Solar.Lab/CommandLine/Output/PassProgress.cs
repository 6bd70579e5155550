using System;
using System.Globalization;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows passes over texts: where somebody watches, a bar with the time left; in a pipe or a log, a line now and then.</summary>
internal static class PassProgress
{
    private const int Parts = 4;

    /// <summary>Runs work that reports how many passes are done, and of how many.</summary>
    public static T Run<T>(LabConsole console, bool isQuiet, string description, Func<IProgress<(int Done, int Total)>?, T> work)
    {
        if (isQuiet)
        {
            return work(null);
        }

        if (!console.IsErrorTerminal)
        {
            return work(new Log(console, description));
        }

        return console.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => work(new Bar(context.AddTask(Markup.Escape(description)))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<(int Done, int Total)>
    {
        public void Report((int Done, int Total) value)
        {
            task.MaxValue = Math.Max(1, value.Total);
            task.Value = value.Done;
        }
    }

    private sealed class Log(LabConsole console, string description) : IProgress<(int Done, int Total)>
    {
        private int _told;

        public void Report((int Done, int Total) value)
        {
            int part = value.Done * Parts / Math.Max(1, value.Total);
            if (part > _told)
            {
                _told = part;
                console.Error.Profile.Out.Writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{description}: {value.Done:N0} of {value.Total:N0} passes"));
            }
        }
    }
}
