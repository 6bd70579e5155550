namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor that is a byte copy of a tensor of another checkpoint.</summary>
/// <param name="Target">Its Hugging Face name in the checkpoint that is written.</param>
/// <param name="Source">The name in the checkpoint that is read.</param>
public readonly record struct TensorCopy(string Target, string Source);
