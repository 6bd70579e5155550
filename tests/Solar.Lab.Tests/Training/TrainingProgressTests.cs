using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Lab.Training;
using Solar.Runtime.Training;
using Spectre.Console;
using Xunit;

namespace Solar.Lab.Tests.Training;

public class TrainingProgressTests
{
    private static readonly TrainingStep Step = new(0, 100, 1.25, 1e-5, 0.875, 4096, 5120, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task InALog_EveryTwentiethOfTheRunIsALine_TheFirstAndTheLastStepToo()
    {
        (IAnsiConsole console, StringWriter text) = Console(interactive: false);

        await TrainingProgress.RunAsync(console, "pretraining", Train);

        string[] lines = text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("pretraining: step 1/100  loss 1.2500  lr 1.0e-05  |g| 0.88  5,120 tok/s", lines[0]);
        Assert.Equal("pretraining: step 100/100  loss 1.2500  lr 1.0e-05  |g| 0.88  5,120 tok/s  eval 1.5000", lines[^1]);
        Assert.Equal(21, lines.Length);
    }

    [Fact]
    public async Task OnATerminal_ABarHasTheFigures()
    {
        (IAnsiConsole console, StringWriter text) = Console(interactive: true);

        TrainingResult result = await TrainingProgress.RunAsync(console, "[pretraining]", Train);

        Assert.Equal(100, result.Steps);
        Assert.Contains("[pretraining]  loss 1.2500  lr 1.0e-05  |g| 0.88  5,120 tok/s  eval 1.5000", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("100%", text.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Warnings_AreLinesOfTheirOwn(bool interactive)
    {
        (IAnsiConsole console, StringWriter text) = Console(interactive);

        await TrainingProgress.RunAsync(console, "tuning", progress =>
        {
            progress.Report(Step with { Step = 1, Warnings = ["1 of 3 rows of Data overlap 1 item of Test (5.0 %): a.jsonl, line 2."] });
            return Train(progress);
        });

        Assert.Equal(2, text.ToString().Split("tuning: warning: 1 of 3 rows of Data overlap 1 item of Test (5.0 %): a.jsonl, line 2.\n").Length);
    }

    [Fact]
    public async Task TrainingThatFails_FailsAsItDid()
    {
        (IAnsiConsole console, _) = Console(interactive: true);

        await Assert.ThrowsAsync<TimeoutException>(() => TrainingProgress.RunAsync(console, "pretraining", _ => throw new TimeoutException()));
    }

    private static Task<TrainingResult> Train(IProgress<TrainingStep> progress)
    {
        foreach (int step in Enumerable.Range(1, 100))
        {
            progress.Report(Step with { Step = step, EvalLoss = step > 50 ? 1.5 : null });
        }

        return Task.FromResult(new TrainingResult(100, 1.25, 1.25, "out", null!));
    }

    private static (IAnsiConsole Console, StringWriter Text) Console(bool interactive)
    {
        StringWriter text = new() { NewLine = "\n" };
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = interactive ? AnsiSupport.Yes : AnsiSupport.No,
            Interactive = interactive ? InteractionSupport.Yes : InteractionSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = 160;
        return (console, text);
    }
}
