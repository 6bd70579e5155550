using System;
using System.Globalization;
using Solar.Runtime.Training;
using Spectre.Console;

namespace SolarPaper;

/// <summary>Prints the first, every 50th and the last step of a run, a line each.</summary>
internal sealed class TrainingLine(IAnsiConsole console) : IProgress<TrainingStep>
{
    public void Report(TrainingStep value)
    {
        if (value.Step == 1 || value.Step % 50 == 0 || value.Step == value.MaxSteps)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"step {value.Step,4}/{value.MaxSteps}  loss {value.Loss:F3}  lr {value.LearningRate:0.0e-0}  |grad| {value.GradNorm:F2}  {value.TokensPerSecond,6:F0} tokens/s"));
        }
    }
}
