using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Results;
using SolarPaper.Report;

namespace SolarPaper.Study;

/// <summary>All that the seeds say together.</summary>
/// <param name="Seeds">The seeds.</param>
/// <param name="Measurements">What each says beside the tests.</param>
/// <param name="Directories">The folder of each one's run.</param>
internal sealed record StudyResult(IReadOnlyList<int> Seeds, IReadOnlyList<SeedMeasurement> Measurements, IReadOnlyList<string> Directories)
{
    private readonly IReadOnlyList<IReadOnlyList<PaperFinding>> _findings = [.. Directories.Select(directory => PaperFinding.All(Path.Combine(directory, "evaluations"), Path.Combine(directory, "data")))];

    /// <summary>The paper's effects, each over all seeds, in the mean and by each test.</summary>
    public IReadOnlyList<(PaperFinding Finding, SeedsDifference Ours, IReadOnlyList<SeedsDifference> Tests)> Findings =>
    [
        .. _findings[0].Select((finding, i) => (
            finding, new SeedsDifference([.. _findings.Select(seed => seed[i].Ours)]),
            (IReadOnlyList<SeedsDifference>)[.. finding.Tests.Select((_, test) => new SeedsDifference([.. _findings.Select(seed => seed[i].Tests[test].Ours)]))])),
    ];

    /// <summary>Mean loss of a checkpoint on held-out texts, one a seed.</summary>
    public IReadOnlyList<double> Losses(string checkpoint) => [.. Measurements.Select(seed => seed.Losses[checkpoint].Average())];

    /// <summary>How much lower the loss of one checkpoint is than that of another, on the same texts.</summary>
    /// <param name="checkpoint">The one; more is better for it.</param>
    /// <param name="other">What it is held against.</param>
    public SeedsDifference Gain(string checkpoint, string other) => new([.. Measurements.Select(seed => PairedDifference.Of(seed.Losses[checkpoint], seed.Losses[other]))]);

    /// <summary>The scores of a checkpoint, one a seed: the mean of the tests, then each test, in percent.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Scores(string checkpoint) =>
        [.. Directories.Select(directory => EvaluationResult.Read(Path.Combine(directory, "evaluations", checkpoint)).Figures.Tasks)
            .Select(tasks => (IReadOnlyList<double>)[100 * tasks.Average(Value), .. tasks.Select(task => 100 * Value(task))])];

    /// <summary>The curve of a stage's loss on held-out text, one run a seed.</summary>
    public Curve Recovery(StudyModel model) => new(model.Title, [.. Directories.Select(directory =>
        TrainingCurve.Read(Path.Combine(directory, "checkpoints", model.Trained))?.Evaluation ?? throw new FileNotFoundException($"{model.Trained} has no log of its training."))]);

    private static double Value(TaskResult task) => task.Primary.Value;
}
