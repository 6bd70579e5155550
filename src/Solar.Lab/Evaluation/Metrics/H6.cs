using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>
/// The six tasks of the Open LLM Leaderboard v1 and their plain mean. A mean is called H6 only where all six were evaluated whole, with the examples and the data that the
/// profile has; any other is called by what it is of.
/// </summary>
public static class H6
{
    /// <summary>The name of the mean.</summary>
    public const string Name = "H6";

    // Documents of the evaluated splits, as published.
    private static readonly (EvaluationTask Task, EvaluationTask InOpenLlm, int Documents)[] Six =
    [
        (new ArcChallenge(), new ArcChallenge(), 1172),
        (new HellaSwag(), new HellaSwagOpenLlm(), 10042),
        (new Mmlu(), new Mmlu(), 14042),
        (new TruthfulQa(), new TruthfulQa(), 817),
        (new Winogrande(), new WinograndeOpenLlm(), 1267),
        (new Gsm8k(), new Gsm8k(), 1319),
    ];

    /// <summary>The six tasks of a profile, in the order of the paper's tables. Today's harness has them as its group <c>openllm</c>.</summary>
    public static IReadOnlyList<EvaluationTask> Tasks(EvaluationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);

        return [.. Six.Select(one => profile.DrawsOneMore ? one.InOpenLlm : one.Task)];
    }

    /// <summary>The mean of tasks' figures.</summary>
    /// <param name="results">The tasks' results; those that are no shares, such as perplexities, are left out.</param>
    /// <param name="profile">The profile that they were measured by.</param>
    /// <param name="standardError">Its standard error, such as <see cref="Bootstrap"/> gives; null for √(Σ seᵢ²) / n of the tasks' own.</param>
    /// <exception cref="ArgumentException">There is no result, or one is of another profile.</exception>
    public static MeanResult Mean(IReadOnlyList<TaskResult> results, EvaluationProfile profile, double? standardError = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(profile);

        TaskResult[] shares = [.. results.Where(result => result.IsShare)];
        if (shares.Length == 0)
        {
            throw new ArgumentException("There is no mean of no tasks.", nameof(results));
        }

        if (shares.FirstOrDefault(result => result.Profile != profile.Name) is { } other)
        {
            throw new ArgumentException($"{other.Name} was measured by profile {other.Profile}, not {profile.Name}: figures of two profiles have no mean.", nameof(results));
        }

        string[] reasons = [.. ReasonsAgainst(shares, profile)];
        double sum = 0;
        foreach (TaskResult result in shares)
        {
            sum += result.Primary.Value;
        }

        return new MeanResult
        {
            Name = reasons.Length == 0 ? Name : $"mean of {string.Join(", ", shares.Select(result => result.Name))}",
            Profile = profile.Name,
            Value = sum / shares.Length,
            StandardError = standardError ?? Independent(shares),
            IsH6 = reasons.Length == 0,
            ReasonsAgainstH6 = reasons,
        };
    }

    private static List<string> ReasonsAgainst(IReadOnlyList<TaskResult> results, EvaluationProfile profile)
    {
        List<string> reasons = [];
        List<TaskResult> left = [.. results];
        IReadOnlyList<EvaluationTask> tasks = Tasks(profile);
        for (int i = 0; i < tasks.Count; i++)
        {
            string name = tasks[i].Name;
            TaskResult? found = left.Find(result => result.Name == name)
                ?? left.Find(result => result.Name.StartsWith(name + "_", StringComparison.Ordinal) && tasks.All(task => task.Name != result.Name));
            if (found is null)
            {
                reasons.Add($"{name} was not measured");
            }
            else
            {
                left.Remove(found);
                reasons.AddRange(ReasonAgainst(found, tasks[i], Six[i].Documents));
            }
        }

        return [.. reasons, .. left.Select(other => $"{other.Name} is none of the six, or is there twice")];
    }

    private static IEnumerable<string> ReasonAgainst(TaskResult result, EvaluationTask task, int documents)
    {
        if (result.Name != task.Name)
        {
            yield return $"{task.Name} was measured as {result.Name}";
        }
        else if (result.FewShots != task.FewShots)
        {
            yield return FormattableString.Invariant($"{task.Name} was measured with {result.FewShots} examples, not {task.FewShots}");
        }
        else if (result.Departures.Count > 0)
        {
            yield return $"{task.Name}: {string.Join(' ', result.Departures)}";
        }

        if (result.Documents != documents)
        {
            yield return FormattableString.Invariant($"{task.Name} was measured on {result.Documents} documents of {documents}");
        }
    }

    private static double? Independent(IReadOnlyList<TaskResult> results)
    {
        double squares = 0;
        foreach (TaskResult result in results)
        {
            squares += result.Primary.StandardError is { } error ? error * error : double.NaN;
        }

        return double.IsNaN(squares) ? null : Math.Sqrt(squares) / results.Count;
    }
}
