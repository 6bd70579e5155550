using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Python;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Metrics;

/// <summary>
/// The standard error of a mean of tasks by the bootstrap (Efron, 1979): documents are drawn anew, with replacement, within each task and each of its parts, and the
/// deviation of the means that result is taken. The same seed gives the same figure.
/// </summary>
public static class Bootstrap
{
    /// <summary>How often documents are drawn anew where nobody says otherwise.</summary>
    public const int DefaultReplicates = 1000;

    /// <summary>The deviation of the mean of tasks' primary metrics.</summary>
    /// <param name="tasks">The tasks with the metrics of their documents.</param>
    /// <param name="profile">The profile, by which parts of a task are weighted.</param>
    /// <param name="replicates">How often documents are drawn anew, 2 at least.</param>
    /// <param name="seed">The generator's seed.</param>
    public static double StandardError(
        IReadOnlyList<(EvaluationTask Task, IReadOnlyList<ScoredTask> Parts)> tasks, EvaluationProfile profile, int replicates = DefaultReplicates, int seed = 42)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 2);

        (double Weight, double[] Values)[] parts =
        [
            .. tasks.SelectMany(task => task.Parts.Zip(task.Task.PartWeights(task.Parts, profile), (part, weight) =>
                (weight / tasks.Count, part.Values(task.Task.PrimaryMetric(profile)).ToArray()))),
        ];
        var random = new PythonRandom(seed);
        double[] means = new double[replicates];
        for (int i = 0; i < replicates; i++)
        {
            foreach ((double weight, double[] values) in parts)
            {
                double sum = 0;
                for (int drawn = 0; drawn < values.Length; drawn++)
                {
                    sum += values[random.RandBelow(values.Length)];
                }

                means[i] += weight * sum / values.Length;
            }
        }

        double mean = means.Average();
        return Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / (replicates - 1));
    }
}
