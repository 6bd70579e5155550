using System;
using System.Globalization;
using System.Threading.Tasks;
using Solar.Runtime.Training;
using Spectre.Console;

namespace Solar.Lab.Training;

/// <summary>
/// Shows a training run: where somebody watches, a bar with loss, learning rate, norm of the gradient, tokens a second and time left; in a
/// pipe or a log, a line now and then.
/// </summary>
/// <example><code>await TrainingProgress.RunAsync(AnsiConsole.Console, "pretraining", progress => Solar10BPretrained.TrainAsync(options, progress));</code></example>
public static class TrainingProgress
{
    // So many lines tell of a run in a log, however long it is.
    private const int Lines = 20;

    /// <summary>Runs a training and shows it.</summary>
    /// <param name="console">Where.</param>
    /// <param name="description">What is trained, in a word or two.</param>
    /// <param name="train">The training; its progress may be called from any thread.</param>
    /// <returns>What the training returns.</returns>
    public static async Task<TrainingResult> RunAsync(IAnsiConsole console, string description, Func<IProgress<TrainingStep>, Task<TrainingResult>> train)
    {
        ArgumentNullException.ThrowIfNull(console);
        ArgumentNullException.ThrowIfNull(train);
        if (!console.Profile.Capabilities.Interactive || !console.Profile.Capabilities.Ansi)
        {
            return await train(new Log(console, description)).ConfigureAwait(false);
        }

        return await console.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => train(new Bar(console, context.AddTask(Markup.Escape(description)), description)))
            .ConfigureAwait(false);
    }

    /// <summary><c>step 20/500  loss 1.2340  lr 1.0e-05  |g| 0.87  5,120 tok/s</c>, as the bar shows it behind the description.</summary>
    internal static string Figures(TrainingStep step)
    {
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"loss {step.Loss:0.0000}  lr {step.LearningRate:0.0e-00}  |g| {step.GradNorm:0.00}  {step.TokensPerSecond:#,0} tok/s");
        return step.EvalLoss is double loss ? string.Create(CultureInfo.InvariantCulture, $"{figures}  eval {loss:0.0000}") : figures;
    }

    private static void Warn(IAnsiConsole console, string description, TrainingStep step)
    {
        foreach (string warning in step.Warnings)
        {
            console.WriteLine($"{description}: warning: {warning}");
        }
    }

    // Progress<T> would hand each report to the thread pool, where they overtake each other.
    private sealed class Bar(IAnsiConsole console, ProgressTask task, string description) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value)
        {
            Warn(console, description, value);
            task.MaxValue = value.MaxSteps;
            task.Value = value.Step;
            task.Description = Markup.Escape($"{description}  {Figures(value)}");
        }
    }

    private sealed class Log(IAnsiConsole console, string description) : IProgress<TrainingStep>
    {
        private long _told;

        public void Report(TrainingStep value)
        {
            Warn(console, description, value);
            long line = value.Step * Lines / Math.Max(1, value.MaxSteps);
            if (value.Step > 1 && line == _told && value.Step < value.MaxSteps)
            {
                return;
            }

            _told = line;
            console.WriteLine($"{description}: {value}");
        }
    }
}
