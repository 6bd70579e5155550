using System;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>A method cannot merge a tensor with these numbers. The runner turns it into a <see cref="CheckpointException"/> that names the tensor.</summary>
/// <param name="problem">What was found, without a full stop.</param>
/// <param name="mend">What to do about it, as a sentence.</param>
internal sealed class MergeException(string problem, string mend) : Exception(problem + ". " + mend)
{
    /// <summary>What was found.</summary>
    public string Problem { get; } = problem;

    /// <summary>What to do about it.</summary>
    public string Mend { get; } = mend;
}
