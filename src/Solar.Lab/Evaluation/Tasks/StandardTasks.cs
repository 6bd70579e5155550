using System;
using System.Collections.Generic;
using System.Linq;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>The tasks that come with Solar.</summary>
public static class StandardTasks
{
    /// <summary>All of them, in the order of the paper's tables.</summary>
    public static IReadOnlyList<EvaluationTask> All { get; } =
        [new ArcChallenge(), new HellaSwag(), new HellaSwagOpenLlm(), new Mmlu(), new TruthfulQa(), new Winogrande(), new WinograndeOpenLlm(), new Gsm8k()];

    /// <summary>The task of a name; null where there is none.</summary>
    public static EvaluationTask? Find(string name) => All.FirstOrDefault(task => string.Equals(task.Name, name, StringComparison.Ordinal));
}
