using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>How one tensor is merged. A method holds no state of a tensor: several are merged at the same time.</summary>
internal interface ITensorMethod
{
    /// <summary>Bytes of memory that it needs for one tensor, beside the bytes of a piece on their way from and to files.</summary>
    /// <param name="inputs">Number of inputs, the base among them.</param>
    /// <param name="count">Elements of the tensor.</param>
    /// <param name="rowLength">Elements of a row.</param>
    long Memory(int inputs, long count, long rowLength);

    /// <summary>Merges a tensor.</summary>
    /// <param name="tensors">What is merged.</param>
    /// <param name="merge">With which numbers.</param>
    /// <param name="result">Takes the result.</param>
    /// <exception cref="MergeException">The tensor's numbers do not allow it.</exception>
    void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result);
}
