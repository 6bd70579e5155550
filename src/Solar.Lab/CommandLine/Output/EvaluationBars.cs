using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using Solar.Lab.Evaluation.Running;
using Spectre.Console;

namespace Solar.Lab.CommandLine.Output;

/// <summary>Shows a measurement: where somebody watches, a bar for each task with the time left; in a pipe or a log, a line now and then.</summary>
internal static class EvaluationBars
{
    private const int Parts = 4;

    /// <summary>Runs a measurement and shows it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="isQuiet">Whether nothing is shown.</param>
    /// <param name="model">What is measured.</param>
    /// <param name="series">Which of several measurements it is.</param>
    /// <param name="measure">Measures it.</param>
    public static T Run<T>(LabConsole console, bool isQuiet, string model, EvaluationSeries series, Func<IProgress<EvaluationProgress>?, T> measure)
    {
        model = series.Title(model);
        if (isQuiet)
        {
            return measure(null);
        }

        if (!console.IsErrorTerminal)
        {
            return measure(new Log(console, model, series));
        }

        return console.Error.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => measure(new Bars(context, model)));
    }

    private static string Text(string model, EvaluationProgress value) => string.Create(
        CultureInfo.InvariantCulture, $"{model} {value.Task}  {value.Answers.Answered:N0} of {value.Answers.Total:N0} requests");

    private sealed class Bars(ProgressContext context, string model) : IProgress<EvaluationProgress>
    {
        private readonly Dictionary<int, ProgressTask> _bars = [];

        public void Report(EvaluationProgress value)
        {
            if (!_bars.TryGetValue(value.Index, out ProgressTask? bar))
            {
                bar = _bars[value.Index] = context.AddTask(Markup.Escape($"{model} {value.Task}"), maxValue: 1);
            }

            bar.Value = value.Answers.Share;
            bar.Description = Markup.Escape(Text(model, value));
        }
    }

    private sealed class Log(LabConsole console, string model, EvaluationSeries series) : IProgress<EvaluationProgress>
    {
        // Of what takes no longer than this nobody asks how far it is.
        private static readonly TimeSpan Shown = TimeSpan.FromSeconds(2);

        private readonly Stopwatch _clock = new();
        private (int Task, int Part) _told = (-1, 0);

        public void Report(EvaluationProgress value)
        {
            int part = (int)(value.Answers.Share * Parts);
            if (value.Index != _told.Task || part > _told.Part)
            {
                if (value.Index != _told.Task)
                {
                    _clock.Restart();
                }

                _told = (value.Index, part);
                console.Error.Profile.Out.Writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"[{value.Index + 1}/{value.Count}] {Text(model, value)}, {value.Answers.Known:N0} known, {value.Answers.Share:0 %}{Left(value)}{series.Left(value)}"));
            }
        }

        // What was known before took no time.
        private string Left(EvaluationProgress value)
        {
            long asked = value.Answers.Answered - value.Answers.Known, left = value.Answers.Total - value.Answers.Answered;
            return asked <= 0 || left <= 0 || _clock.Elapsed < Shown ? "" : string.Create(CultureInfo.InvariantCulture, $"  {Math.Ceiling(_clock.Elapsed.TotalSeconds * left / asked):0} s left");
        }
    }
}
