using System;
using System.Collections.Generic;
using Solar.Plans;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>
/// A merge method of the user's own: writes one tensor of the result from that tensor of every model. It is called from several threads at
/// once, each with a tensor of its own, and must depend on nothing but its arguments if the same merge is to give the same bytes.
/// </summary>
/// <param name="tensor">The models' values and the numbers of the merge.</param>
/// <param name="result">One place for each element, rows first.</param>
public delegate void MergeFunction(MergeTensors tensor, Span<float> result);

/// <summary>One tensor of every model of a merge, whole and as float32.</summary>
public readonly ref struct MergeTensors
{
    private readonly float[][] _inputs;
    private readonly float[]? _base;
    private readonly TensorMerge _merge;

    internal MergeTensors(TensorMerge merge, IReadOnlyList<long> shape, float[][] inputs, float[]? baseTensor)
    {
        _merge = merge;
        Shape = shape;
        _inputs = inputs;
        _base = baseTensor;
    }

    /// <summary>The tensor's Hugging Face name in the result.</summary>
    public string Name => _merge.Target;

    /// <summary>Its sizes, outermost first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>Number of models, without the base.</summary>
    public int Count => _inputs.Length;

    /// <summary>The elements of one model's tensor, rows first.</summary>
    public ReadOnlySpan<float> this[int model] => _inputs[model];

    /// <summary>The elements of the base's tensor; empty without a base.</summary>
    public ReadOnlySpan<float> Base => _base;

    /// <summary>A parameter that is one for all models.</summary>
    /// <exception cref="KeyNotFoundException">It was not declared.</exception>
    public double Parameter(string name) => _merge[name];

    /// <summary>A parameter of one model.</summary>
    /// <exception cref="KeyNotFoundException">It was not declared.</exception>
    public double Parameter(int model, string name) => _merge.Inputs[model][name];
}

/// <summary>Runs a user's function, which sees tensors as a whole.</summary>
internal sealed class FunctionMethod(MergeFunction function, IReadOnlyList<long> shape) : ITensorMethod
{
    /// <inheritdoc/>
    public long Memory(int inputs, long count, long rowLength) => (inputs + 1L) * count * sizeof(float);

    /// <inheritdoc/>
    public void Run(ChunkedTensors tensors, TensorMerge merge, IElementWriter result)
    {
        if (tensors.Count > Array.MaxLength)
        {
            throw new MergeException(
                FormattableString.Invariant($"it has {tensors.Count} elements, too many for a function that sees it as a whole"), "Use a method of Solar's for this tensor.");
        }

        ElementRange all = new(0, (int)tensors.Count);
        tensors.ReadAll(all, differences: false);
        float[][] inputs = new float[tensors.InputCount][];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = tensors.Input(i, all).ToArray();
        }

        float[] merged = new float[all.Count];
        function(new MergeTensors(merge, shape, inputs, tensors.HasBase ? tensors.Base(all).ToArray() : null), merged);
        result.Append(merged);
    }
}
