using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Results;
using SolarPaper.World.Tests;

namespace SolarPaper;

/// <summary>What became of one of the paper's effects in the small world: told by a test on the same items, and not by hand.</summary>
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

    /// <summary>All effects, in the order of the tables.</summary>
    /// <param name="evaluations">Folder of the measurements; the items are in <c>data</c> beside it.</param>
    public static IReadOnlyList<PaperFinding> All(string evaluations) =>
    [
        .. PaperTable.All.SelectMany(table => table.Claims.Select(claim => new PaperFinding(
            table.Title, claim.From, claim.To, Difference(evaluations, claim.From, claim.To), PapersFigure(table, claim.To) - PapersFigure(table, claim.From)))),
    ];

    private static PairedDifference Difference(string evaluations, string from, string to)
    {
        string data = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(evaluations))!, "data");
        EvaluationResult result = EvaluationResult.Read(Path.Combine(evaluations, from));
        return PairedDifference.OfMean([.. result.Figures.Tasks.Select(task => Difference(Values(from, task), Values(to, task), task.Name))]);

        // Without the items' file each item counts for itself.
        PairedDifference Difference(IReadOnlyList<double> first, IReadOnlyList<double> second, string test) => File.Exists(AskedFacts.File(data, test))
            ? PairedDifference.Of(first, second, AskedFacts.Of(data, test))
            : PairedDifference.Of(first, second);

        IReadOnlyList<double> Values(string model, TaskResult task) =>
            PairedDifference.Values(Path.Combine(evaluations, model, "samples", task.Name + ".jsonl"), task.PrimaryMetric);
    }

    // The paper gives SOLAR-Instruct twice, 74.20 and 74.00: a table is held against its own figures where it has them.
    private static double? PapersFigure(PaperTable table, string name) => ((IEnumerable<PaperTable>)[table, .. PaperTable.All]).SelectMany(one => one.Rows).FirstOrDefault(row => row.Name == name).H6;
}
