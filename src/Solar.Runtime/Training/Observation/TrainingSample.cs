namespace Solar.Runtime.Training.Observation;

/// <summary>A text that a model wrote while it was trained: a line of <c>training_samples.jsonl</c>.</summary>
/// <param name="Step">Steps that were taken before it.</param>
/// <param name="Prompt">The text that it went on with.</param>
/// <param name="Text">What it wrote.</param>
public sealed record TrainingSample(long Step, string Prompt, string Text);
