using System.Collections.Generic;
using System.Globalization;
using Solar.Runtime.Training;
using SolarPaper.Declared;
using Spectre.Console;

namespace SolarPaper;

/// <summary>What each stage of the road is given to learn from, as it is declared.</summary>
internal static class PaperBudget
{
    private static IEnumerable<(string Name, TrainingOptions Options)> Stages =>
    [
        (nameof(Base), Base.Defaults), (nameof(SolarPretrained), SolarPretrained.Defaults), (nameof(SftV1), SftV1.Defaults), (nameof(SftV2), SftV2.Defaults), (nameof(SftV3), SftV3.Defaults),
        (nameof(SftV4), SftV4.Defaults), (nameof(DpoV1), DpoV1.Defaults), (nameof(DpoV2), DpoV2.Defaults), (nameof(DpoV3), DpoV3.Defaults), (nameof(Candidate1), Candidate1.Defaults),
        (nameof(Candidate2), Candidate2.Defaults),
    ];

    /// <summary>Writes it as a table.</summary>
    public static void Write(IAnsiConsole console)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("stage", "is given").Caption("How many tokens a pass has, a stage tells at its first step.");
        foreach ((string name, TrainingOptions options) in Stages)
        {
            table.AddRow(name, Budget(options));
        }

        console.Write(table);
    }

    /// <summary>Steps and tokens where steps are declared, else passes over the data, whose tokens <c>build</c> tells when a stage has read it; <c>--set</c> changes both.</summary>
    internal static string Budget(TrainingOptions options)
    {
        long rows = (long)options.PerDeviceTrainBatchSize * options.GradientAccumulationSteps;
        return options.MaxSteps > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{options.MaxSteps:N0} steps of {rows} × {options.MaxLength} tokens: {options.MaxSteps * rows * options.MaxLength:N0} tokens")
            : string.Create(CultureInfo.InvariantCulture, $"{options.NumTrainEpochs} pass over its data, {rows} × {options.MaxLength} tokens a step");
    }
}
