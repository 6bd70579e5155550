using System;

namespace Solar.Specs;

/// <summary>One of the checkpoints that are merged.</summary>
/// <param name="Model">The model, stage or merge.</param>
public sealed record MergeInput(NameReference Model)
{
    /// <summary>Its own parameters, such as <c>weight</c>; they come before those of the whole merge.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}

/// <summary>A parameter of a merge as written: of several settings the first whose filter fits a tensor counts.</summary>
/// <param name="Name">Its name in YAML, such as <c>t</c> or <c>density</c>.</param>
/// <param name="Settings">Its settings, in their order.</param>
public sealed record MergeParameter(string Name, EquatableArray<MergeSetting> Settings)
{
    /// <summary>A parameter of the given settings.</summary>
    public MergeParameter(string name, params MergeSetting[] settings)
        : this(name, new EquatableArray<MergeSetting>(settings))
    {
    }

    /// <summary>The value for a tensor; null where no setting's filter fits it.</summary>
    /// <param name="tensor">Name of the tensor in the result.</param>
    /// <param name="position">Where it lies in the gradient, from 0 to 1; see <see cref="MergeSetting.At"/>.</param>
    public double? Value(string tensor, double position)
    {
        foreach (MergeSetting setting in Settings)
        {
            if (setting.Fits(tensor))
            {
                return setting.At(position);
            }
        }

        return null;
    }
}

/// <summary>One value of a parameter, or a gradient of it over the layers. Truth values are 0 and 1.</summary>
/// <param name="Filter">Text that the tensor's name must contain; null or <c>*</c> for every tensor.</param>
/// <param name="Values">One value, or several that are spread evenly over the layers, with straight lines between them.</param>
public sealed record MergeSetting(string? Filter, EquatableArray<double> Values)
{
    /// <summary>A setting of the given values.</summary>
    public MergeSetting(string? filter, params double[] values)
        : this(filter, new EquatableArray<double>(values))
    {
    }

    /// <summary>Whether it changes from layer to layer.</summary>
    public bool IsGradient => Values.Count > 1;

    /// <summary>Whether it is for a tensor.</summary>
    public bool Fits(string tensor) => Filter is null or "*" || tensor.IndexOf(Filter, StringComparison.Ordinal) >= 0;

    /// <summary>The value at a place of the gradient.</summary>
    /// <param name="position">0 for the first layer, 1 for the last.</param>
    /// <exception cref="InvalidOperationException">It has no value at all.</exception>
    public double At(double position)
    {
        if (Values.Count == 0)
        {
            throw new InvalidOperationException("The setting has no value.");
        }

        double place = position * (Values.Count - 1);
        int below = Math.Min((int)Math.Floor(place), Values.Count - 1);
        double share = place - below;
        return share <= 0 || below == Values.Count - 1
            ? Values[below]
            : ((1 - share) * Values[below]) + (share * Values[below + 1]);
    }
}

/// <summary>Some layers of the result: which layers of each input they are merged from.</summary>
/// <param name="Sources">One for each input, in the order of the inputs.</param>
public sealed record MergeSlice(EquatableArray<MergeSliceSource> Sources)
{
    /// <summary>Layers of the base model, where the method has one and it is no input.</summary>
    public string? Base { get; init; }

    /// <summary>Parameters of these layers; they come before those of the inputs.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}

/// <summary>What one input gives to a slice.</summary>
/// <param name="Range">Half-open range of its layers, such as <c>0..8</c>; empty where it takes no part.</param>
public sealed record MergeSliceSource(string Range)
{
    /// <summary>Its parameters in this slice; they come before all others.</summary>
    public EquatableArray<MergeParameter> Parameters { get; init; }
}
