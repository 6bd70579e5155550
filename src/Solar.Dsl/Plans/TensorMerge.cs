using System.Collections.Generic;
using Solar.Specs;

namespace Solar.Plans;

/// <summary>How one tensor of a merge's result is made: every parameter is a number here, gradients and filters are gone.</summary>
/// <param name="Target">The tensor's name in the result.</param>
/// <param name="Inputs">What is merged, in order.</param>
public sealed record TensorMerge(string Target, EquatableArray<TensorMergeInput> Inputs)
{
    /// <summary>The base model's tensor; null where the method has none.</summary>
    public TensorMergeInput? Base { get; init; }

    /// <summary>Parameters that are one for all inputs, such as <c>t</c> or <c>normalize</c>, defaults included.</summary>
    public EquatableArray<MergeValue> Parameters { get; init; }

    /// <summary>A parameter that is one for all inputs.</summary>
    /// <exception cref="KeyNotFoundException">The method has no such parameter, or it has no value.</exception>
    public double this[string name] => MergeValue.Find(Parameters, name);

    /// <summary>A truth value that is one for all inputs.</summary>
    /// <exception cref="KeyNotFoundException">The method has no such parameter.</exception>
    public bool IsSet(string name) => this[name] != 0;
}

/// <summary>One tensor that goes into a merge.</summary>
/// <param name="Source">Full name of the checkpoint's declaration.</param>
/// <param name="Tensor">Name of the tensor in that checkpoint.</param>
public sealed record TensorMergeInput(string Source, string Tensor)
{
    /// <summary>Its parameters, such as <c>weight</c> and <c>density</c>, defaults included.</summary>
    public EquatableArray<MergeValue> Parameters { get; init; }

    /// <summary>A parameter of this input.</summary>
    /// <exception cref="KeyNotFoundException">The method has no such parameter, or it has no value.</exception>
    public double this[string name] => MergeValue.Find(Parameters, name);
}

/// <summary>A parameter with its number. Truth values are 0 and 1.</summary>
/// <param name="Name">Its name in YAML.</param>
/// <param name="Value">Its number.</param>
public readonly record struct MergeValue(string Name, double Value)
{
    internal static double Find(EquatableArray<MergeValue> values, string name)
    {
        foreach (MergeValue value in values)
        {
            if (value.Name == name)
            {
                return value.Value;
            }
        }

        throw new KeyNotFoundException($"The merge has no value of '{name}'.");
    }
}
