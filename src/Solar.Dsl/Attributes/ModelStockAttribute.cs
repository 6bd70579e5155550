using System;

namespace Solar;

/// <summary>Declares a merge: between the base and the mean of the checkpoints, as far as the angles between their differences say (Jang et al. 2024).</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ModelStockAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Whether every row has an angle of its own. Default: false.</summary>
    public bool FilterWise { get; set; }
}
