using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Running;

/// <summary>How far a run is.</summary>
/// <param name="Task">The task that is being asked.</param>
/// <param name="Index">Its 0-based number.</param>
/// <param name="Count">Number of tasks.</param>
/// <param name="Answers">How far it is.</param>
public readonly record struct EvaluationProgress(string Task, int Index, int Count, AnswerProgress Answers);
