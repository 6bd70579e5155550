using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Results;
using SolarPaper.World.Tests;

namespace SolarPaper;

/// <summary>What became of one of the paper's effects here: told by a test on the same items, and not by hand.</summary>
/// <param name="Table">The table that shows it.</param>
/// <param name="From">What is held against.</param>
/// <param name="To">What is held.</param>
/// <param name="Ours">The difference of the means of six tests.</param>
/// <param name="Papers">The paper's difference of H6, in percent; null where it gives none.</param>
internal sealed record PaperFinding(string Table, string From, string To, PairedDifference Ours, double? Papers)
{
    /// <summary>
    /// What counts as noise in the paper, in percent, which gives no errors: by their numbers of items its six tests together have a standard error of about 0.45, and two related models on the same
    /// items one of about 0.4 of their difference; it is twice that.
    /// </summary>
    public const double PapersNoise = 0.8;

    /// <summary>What the paper's own figures say.</summary>
    public Verdict? PapersVerdict => Papers switch
    {
        null => null,
        > PapersNoise => Verdict.Better,
        < -PapersNoise => Verdict.Worse,
        _ => Verdict.WithinNoise,
    };

    /// <summary>The same of each test, in the order of the columns.</summary>
    public IReadOnlyList<TestFinding> Tests { get; init; } = [];

    /// <summary>All effects, in the order of the tables.</summary>
    /// <param name="evaluations">Folder of the measurements.</param>
    /// <param name="data">Folder of the small world's files, which say what each item asks; null of other tests, whose items count each for itself.</param>
    public static IReadOnlyList<PaperFinding> All(string evaluations, string? data) =>
        [.. PaperTable.All.SelectMany(table => table.Claims.Select(claim => Of(table, claim.From, claim.To, evaluations, data)))];

    private static PaperFinding Of(PaperTable table, string from, string to, string evaluations, string? data)
    {
        EvaluationResult result = EvaluationResult.Read(Path.Combine(evaluations, from));
        IReadOnlyList<double?> papersBefore = table.PapersScores(from), papersAfter = table.PapersScores(to);
        TestFinding[] tests = [.. result.Figures.Tasks.Select((task, i) => new TestFinding(task.Name, Whole(task), papersAfter.ElementAtOrDefault(i) - papersBefore.ElementAtOrDefault(i)))];
        return new PaperFinding(table.Title, from, to, PairedDifference.OfMean([.. tests.Select(test => test.Ours)]), table.PapersH6(to) - table.PapersH6(from)) { Tests = tests };

        PairedDifference Whole(TaskResult task)
        {
            IReadOnlyList<string>? facts = data is not null && File.Exists(AskedFacts.File(data, task.Name)) ? AskedFacts.Of(data, task.Name) : null;

            // Each subject counts once, as in the leaderboard's figure of MMLU; in the small world all have as many items, and it is the mean of the items as well.
            return task.Parts.Count > 0 ? PairedDifference.OfMean([.. task.Parts.Select(part => Own(part, facts))]) : Own(task, facts);
        }

        PairedDifference Own(TaskResult task, IReadOnlyList<string>? facts)
        {
            (string before, string after) = (Log(from, task), Log(to, task));
            IReadOnlyList<double> first = PairedDifference.Values(before, task.PrimaryMetric), second = PairedDifference.Values(after, task.PrimaryMetric);
            IReadOnlyList<int> rows = PairedDifference.Rows(before);
            if (!rows.SequenceEqual(PairedDifference.Rows(after)))
            {
                throw new InvalidDataException($"{before} and {after} are not of the same items; measure both again with 'eval'.");
            }

            return facts is null ? PairedDifference.Of(first, second) : PairedDifference.Of(first, second, [.. rows.Select(row => facts[row])]);
        }

        string Log(string model, TaskResult task) => Path.Combine(evaluations, model, "samples", task.Name + ".jsonl");
    }
}

/// <summary>One of the paper's effects by one test.</summary>
/// <param name="Task">The test.</param>
/// <param name="Ours">The difference here.</param>
/// <param name="Papers">The paper's, in percent; null where it is not at hand.</param>
internal sealed record TestFinding(string Task, PairedDifference Ours, double? Papers);
