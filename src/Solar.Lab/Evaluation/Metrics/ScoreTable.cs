using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>A row of a table of scores, in percent, as papers and leaderboards print it.</summary>
/// <param name="Model">Whose scores they are.</param>
/// <param name="Scores">One a column; null where none is given.</param>
/// <param name="Average">The average that is printed with them; null where none is.</param>
public sealed record ScoreRow(string Model, IReadOnlyList<double?> Scores, double? Average);

/// <summary>Something in a table that cannot be right, or is not likely to be.</summary>
/// <param name="Model">The row.</param>
/// <param name="Column">The column; null for the average.</param>
/// <param name="Found">What is printed.</param>
/// <param name="Expected">What it would have to be: of an average, the mean of the scores; of a score, the one that the average asks for. Null where it is not known.</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record ScoreDoubt(string Model, string? Column, double Found, double? Expected, string Message);

/// <summary>Checks a table of scores: averages against their scores, and scores against their columns.</summary>
/// <param name="columns">The columns' names.</param>
/// <param name="rows">The rows.</param>
public sealed class ScoreTable(IReadOnlyList<string> columns, IReadOnlyList<ScoreRow> rows)
{
    // A score printed with two decimals is right to half of one, and so is the average.
    private const double Rounding = 0.01;

    private const int LeastColumn = 4;
    private const double LeastDistance = 10;
    private const double GreatestDeviations = 6;

    // The median deviation of a normal distribution, as part of its standard deviation.
    private const double NormalDeviation = 0.6745;

    /// <summary>The average that a row's scores have; null where one is not given.</summary>
    public static double? Average(ScoreRow row)
    {
        ArgumentNullException.ThrowIfNull(row);

        return row.Scores.All(score => score is not null) ? row.Scores.Average() : null;
    }

    /// <summary>All that is doubtful, row by row.</summary>
    public IReadOnlyList<ScoreDoubt> Doubts() => [.. rows.SelectMany(row => Outliers(row) is { Count: > 0 } outliers ? outliers : WrongAverage(row))];

    /// <summary>Scores that lie far below their column: more than six deviations and ten points below its median.</summary>
    private List<ScoreDoubt> Outliers(ScoreRow row)
    {
        List<ScoreDoubt> doubts = [];
        for (int i = 0; i < columns.Count; i++)
        {
            double[] column = [.. rows.Select(other => other.Scores[i]).OfType<double>()];
            if (row.Scores[i] is not { } score || column.Length < LeastColumn)
            {
                continue;
            }

            double median = Median(column), deviation = Median([.. column.Select(value => Math.Abs(value - median))]) / NormalDeviation;
            if (median - score > Math.Max(LeastDistance, GreatestDeviations * deviation))
            {
                double? expected = Fitting(row, i);
                string mend = expected is { } fitting ? FormattableString.Invariant($"; the printed average {row.Average:0.00} asks for {fitting:0.00}") : "";
                doubts.Add(new ScoreDoubt(row.Model, columns[i], score, expected, FormattableString.Invariant(
                    $"{row.Model}: {columns[i]} {score:0.00} is an outlier, far below its column (median {median:0.00}){mend}.")));
            }
        }

        return doubts;
    }

    private static IEnumerable<ScoreDoubt> WrongAverage(ScoreRow row)
    {
        if (row.Average is { } printed && Average(row) is { } mean && Math.Abs(printed - mean) > Rounding)
        {
            yield return new ScoreDoubt(row.Model, null, printed, mean, FormattableString.Invariant(
                $"{row.Model}: the printed average {printed:0.00} is not that of its scores, {mean:0.00}."));
        }
    }

    // The score that makes the others' average the printed one; null where it would be no percentage.
    private static double? Fitting(ScoreRow row, int column)
    {
        if (row.Average is not { } average || Average(row) is null)
        {
            return null;
        }

        double fitting = (average * row.Scores.Count) - row.Scores.Where((_, i) => i != column).Sum(score => score!.Value);
        return fitting is >= 0 and <= 100 ? fitting : null;
    }

    private static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
