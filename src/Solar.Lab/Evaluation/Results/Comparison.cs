using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Metrics;

namespace Solar.Lab.Evaluation.Results;

/// <summary>Results of several checkpoints side by side, in the layout of the paper's tables.</summary>
public sealed class Comparison
{
    private Comparison(IReadOnlyList<string> columns, IReadOnlyList<ComparedModel> models) => (Columns, Models) = (columns, models);

    /// <summary>Names of the columns: the mean first, then the tasks.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ComparedModel> Models { get; }

    /// <summary>Scores that lie far below their column, as a slip of the pen or a broken run does.</summary>
    public IReadOnlyList<ScoreDoubt> Doubts()
    {
        int[] shares = [.. Enumerable.Range(1, Columns.Count - 1).Where(column => Models.All(model => model.Scores[column] is null or { IsShare: true }))];
        return new ScoreTable([.. shares.Select(column => Columns[column])], [.. Models.Select(model => new ScoreRow(model.Name, [.. shares.Select(column => model.Scores[column]?.Printed)], null))]).Doubts();
    }

    /// <summary>Puts results side by side.</summary>
    /// <param name="results">The results, in the order of the rows.</param>
    /// <param name="parent">Name of the row that the others are held against; null for none.</param>
    /// <exception cref="ArgumentException">They were measured by different profiles, or there is no such row.</exception>
    public static Comparison Of(IReadOnlyList<EvaluationResult> results, string? parent = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        if (results.Select(result => result.Manifest.Profile).Distinct().ToArray() is { Length: > 1 } profiles)
        {
            throw new ArgumentException($"Figures of {string.Join(" and ", profiles)} cannot stand side by side: a profile is part of a figure. Measure again by one of them.");
        }

        EvaluationResult? held = parent is null ? null : results.FirstOrDefault(result => result.Model == parent)
            ?? throw new ArgumentException($"There are no results of {parent} that the others could be held against; there are those of {string.Join(", ", results.Select(result => result.Model))}.");
        string[] tasks = [.. results.SelectMany(result => result.Figures.Tasks.Select(task => task.Name)).Distinct()];
        string mean = results.All(result => result.Figures.Mean is { IsH6: true }) ? H6.Name : "mean";
        string[] columns = [mean, .. tasks];
        return new Comparison(columns, [.. results.Select(result => new ComparedModel(
            result.Model,
            result.Manifest.Parameters,
            [.. Enumerable.Range(0, columns.Length).Select(column => Cell(results, result, held, column, tasks))]))]);
    }

    private static ComparedScore? Cell(IReadOnlyList<EvaluationResult> results, EvaluationResult result, EvaluationResult? parent, int column, string[] tasks)
    {
        if (Score(result, column, tasks) is not { } score)
        {
            return null;
        }

        // Of perplexities the least is the best.
        IEnumerable<double> all = results.Select(other => Score(other, column, tasks)?.Value).OfType<double>();
        double best = score.IsShare ? all.Max() : all.Min();
        double? before = parent is null || parent == result ? null : Score(parent, column, tasks)?.Value;
        return new ComparedScore(score.Value, score.Error, score.IsShare, results.Count > 1 && score.Value == best, score.Value - before);
    }

    private static (double Value, double? Error, bool IsShare)? Score(EvaluationResult result, int column, string[] tasks)
    {
        if (column == 0)
        {
            return result.Figures.Mean is { } mean ? (mean.Value, mean.StandardError, true) : null;
        }

        return result.Figures.Tasks.FirstOrDefault(task => task.Name == tasks[column - 1]) is { } found ? (found.Primary.Value, found.Primary.StandardError, found.IsShare) : null;
    }
}

/// <summary>A row.</summary>
/// <param name="Name">The model.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="Scores">One a column; null where it was not measured.</param>
public sealed record ComparedModel(string Name, long? Parameters, IReadOnlyList<ComparedScore?> Scores);

/// <summary>A cell.</summary>
/// <param name="Value">The figure; shares are from 0 to 1.</param>
/// <param name="StandardError">Its standard error.</param>
/// <param name="IsShare">Whether it is a share, of which more is better; else less is.</param>
/// <param name="IsBest">Whether it is the best of its column.</param>
/// <param name="Change">By how much it is more than the parent's; null without one.</param>
public sealed record ComparedScore(double Value, double? StandardError, bool IsShare, bool IsBest, double? Change)
{
    /// <summary>The figure as tables print it: shares in percent.</summary>
    public double Printed => IsShare ? 100 * Value : Value;

    /// <summary>The standard error in the same unit.</summary>
    public double? PrintedError => IsShare ? 100 * StandardError : StandardError;

    /// <summary>The change in the same unit.</summary>
    public double? PrintedChange => IsShare ? 100 * Change : Change;
}
