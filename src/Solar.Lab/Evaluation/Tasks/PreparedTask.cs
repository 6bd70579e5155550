using System;
using System.Collections.Generic;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Tasks;

/// <summary>A task with its data read, examples drawn and prompts written: all but a model.</summary>
public sealed record PreparedTask
{
    /// <summary>Name, such as <c>arc_challenge</c>; where it departs from the profile (no examples, others' examples), its name says so.</summary>
    public required string Name { get; init; }

    /// <summary>The part of a larger task that this is, such as a subject of MMLU; null for a task that is whole.</summary>
    public string? Group { get; init; }

    /// <summary>Number of examples in each prompt.</summary>
    public required int FewShots { get; init; }

    /// <summary>What whoever reads the figures has to know, such as a missing train split; empty for a task that follows its profile.</summary>
    public IReadOnlyList<string> Departures { get; init; } = [];

    /// <summary>How many documents there are, of which a limit may leave out some.</summary>
    public required int Available { get; init; }

    /// <summary>The documents in the order in which they are evaluated.</summary>
    public required IReadOnlyList<PreparedDocument> Documents { get; init; }
}

/// <summary>One item of a task and what is asked about it.</summary>
public sealed record PreparedDocument
{
    /// <summary>0-based position in the order of evaluation.</summary>
    public required int Position { get; init; }

    /// <summary>0-based index in the file that is evaluated.</summary>
    public required int Index { get; init; }

    /// <summary>0-based indices of the examples in the file they come from, in the order of the prompt.</summary>
    public required IReadOnlyList<int> FewShots { get; init; }

    /// <summary>
    /// The item's own text, question and choices or answer, without the examples before it and without the task's description: what training data must not
    /// hold, and is looked for there.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>What the right answer is, for logs: an index of a choice, or a text.</summary>
    public required string Gold { get; init; }

    /// <summary>What the model is asked.</summary>
    public required IReadOnlyList<EvaluationRequest> Requests { get; init; }

    /// <summary>This document's metrics by name, from the answers to <see cref="Requests"/> in their order.</summary>
    public required Func<IReadOnlyList<EvaluationAnswer>, IReadOnlyDictionary<string, double>> Score { get; init; }
}
