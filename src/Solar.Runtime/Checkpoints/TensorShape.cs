namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor that a checkpoint has to have.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its shape.</param>
public readonly record struct TensorShape(string Name, params long[] Shape);
