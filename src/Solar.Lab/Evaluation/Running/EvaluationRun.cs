using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Solar.Lab.Evaluation.Engine;
using Solar.Lab.Evaluation.Metrics;
using Solar.Lab.Evaluation.Profiles;
using Solar.Lab.Evaluation.Requests;
using Solar.Lab.Evaluation.Results;
using Solar.Lab.Evaluation.Tasks;

namespace Solar.Lab.Evaluation.Running;

/// <summary>Measures a model by tasks: prepares each, asks, scores, and keeps what was said about each document.</summary>
/// <param name="tasks">The tasks, in the order of the result.</param>
/// <param name="setup">Data, profile, limit and examples.</param>
public sealed class EvaluationRun(IReadOnlyList<EvaluationTask> tasks, TaskSetup setup)
{
    /// <summary>Folder of a log of each task's documents, <c>TASK.jsonl</c>; null for none.</summary>
    public string? SamplesDirectory { get; init; }

    /// <summary>How often documents are drawn anew for the standard error of the mean; 0 for the tasks' own errors put together.</summary>
    public int BootstrapReplicates { get; init; } = Bootstrap.DefaultReplicates;

    /// <summary>Reads the data of all tasks, and prepares one document of each: what is missing at the end of a run of hours is said before it.</summary>
    /// <exception cref="Data.TaskDataException">Data is missing, or is not what a task needs.</exception>
    public void CheckData()
    {
        var names = new PartNames();
        foreach (EvaluationTask task in tasks)
        {
            names.Take(task.Name, task.Prepare(setup with { Limit = new DocumentLimit(1, setup.Profile) }));
        }
    }

    /// <summary>Measures a model.</summary>
    /// <param name="answerer">The model.</param>
    /// <param name="progress">Hears how far each task is; null for nobody.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    /// <returns>The figures, task by task.</returns>
    /// <exception cref="Data.TaskDataException">Data is missing, or is not what a task needs.</exception>
    /// <exception cref="TooFewPositionsException">A task asks for as many new tokens as the model has positions.</exception>
    public EvaluationFigures Measure(IRequestAnswerer answerer, IProgress<EvaluationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        var results = new List<TaskResult>();
        var scored = new List<(EvaluationTask Task, IReadOnlyList<ScoredTask> Parts)>();
        var ties = new List<TaskTie>();
        var clocks = new SortedDictionary<string, TaskCost>(StringComparer.Ordinal);
        var names = new PartNames();
        for (int i = 0; i < tasks.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var clock = Stopwatch.StartNew();
            EvaluationTask task = tasks[i];
            IReadOnlyList<PreparedTask> parts = task.Prepare(setup);
            names.Take(task.Name, parts);
            IReadOnlyList<ScoredTask> figures = Ask(answerer, parts, ties, Told(progress, task.Name, i), cancellationToken);
            scored.Add((task, [.. figures.Select(Light)]));
            results.Add(task.Summarize(figures, setup.Profile));
            clocks[task.Name] = new TaskCost(parts.Sum(part => part.Documents.Count), parts.Sum(part => part.Documents.Sum(document => document.Requests.Count)), Math.Round(clock.Elapsed.TotalSeconds, 3));
        }

        return new EvaluationFigures { Tasks = results, Mean = Mean(results, scored), NearTies = ties, Costs = clocks };
    }

    private List<ScoredTask> Ask(
        IRequestAnswerer answerer, IReadOnlyList<PreparedTask> parts, List<TaskTie> ties, IProgress<AnswerProgress>? progress, CancellationToken cancellationToken)
    {
        // All parts at once: those of MMLU have prefixes in common, and the progress is that of the task.
        IReadOnlyList<EvaluationAnswer> answers = answerer.Answer([.. parts.SelectMany(ScoredTask.Requests)], progress, cancellationToken);
        var figures = new List<ScoredTask>();
        int next = 0;
        foreach (PreparedTask part in parts)
        {
            int count = part.Documents.Sum(document => document.Requests.Count);
            EvaluationAnswer[] own = [.. answers.Skip(next).Take(count)];
            ScoredTask one = ScoredTask.Score(part, own);
            figures.Add(one);
            ties.AddRange(Ties(part, own));
            next += count;
            if (SamplesDirectory is { } folder)
            {
                SampleLog.Write(folder, one, own);
            }
        }

        return figures;
    }

    // Of choices by likelihood alone: those that are divided by lengths, or are not the choices of one question, are as near where these are.
    private static IEnumerable<TaskTie> Ties(PreparedTask part, EvaluationAnswer[] answers)
    {
        int next = 0;
        foreach (PreparedDocument document in part.Documents)
        {
            double[] likelihoods = [.. answers.Skip(next).Take(document.Requests.Count).OfType<LogLikelihoodAnswer>().Select(answer => answer.LogLikelihood)];
            next += document.Requests.Count;
            foreach (NearTie tie in NearTie.Among([likelihoods]).Where(tie => !document.Requests[tie.First].Equals(document.Requests[tie.Second])))
            {
                yield return new TaskTie(part.Name, document.Index, tie.First, tie.Second, tie.Difference);
            }
        }
    }

    private MeanResult? Mean(List<TaskResult> results, IReadOnlyList<(EvaluationTask Task, IReadOnlyList<ScoredTask> Parts)> scored)
    {
        if (!results.Any(result => result.IsShare))
        {
            return null;
        }

        (EvaluationTask, IReadOnlyList<ScoredTask>)[] shares = [.. scored.Where((_, i) => results[i].IsShare)];
        double? error = BootstrapReplicates > 0 ? Bootstrap.StandardError(shares, setup.Profile, BootstrapReplicates) : null;
        return H6.Mean(results, setup.Profile, error);
    }

    // The prompts of one task are let go before the next one's are written.
    private static ScoredTask Light(ScoredTask scored) => scored with { Task = scored.Task with { Documents = [] } };

    private IProgress<AnswerProgress>? Told(IProgress<EvaluationProgress>? progress, string task, int index) =>
        progress is null ? null : new Forwarded(value => progress.Report(new EvaluationProgress(task, index, tasks.Count, value)));

    private sealed class Forwarded(Action<AnswerProgress> tell) : IProgress<AnswerProgress>
    {
        public void Report(AnswerProgress value) => tell(value);
    }
}
