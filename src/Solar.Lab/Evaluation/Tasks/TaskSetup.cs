using System.Collections.Generic;
using Solar.Lab.Evaluation.Data;
using Solar.Lab.Evaluation.Profiles;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>What tasks of one run are prepared with.</summary>
public sealed record TaskSetup
{
    /// <summary>The folder that data is looked for in.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The way of measuring.</summary>
    public required EvaluationProfile Profile { get; init; }

    /// <summary>How many documents of each task are evaluated; null for all.</summary>
    public DocumentLimit? Limit { get; init; }

    /// <summary>Number of examples in a prompt by task, where it is not the task's own.</summary>
    public IReadOnlyDictionary<string, int> FewShots { get; init; } = new Dictionary<string, int>();

    /// <summary>Rows that stand in for a task's split of examples, by task. Nothing stands in for it unsaid.</summary>
    public IReadOnlyDictionary<string, ExampleRows> Examples { get; init; } = new Dictionary<string, ExampleRows>();
}
