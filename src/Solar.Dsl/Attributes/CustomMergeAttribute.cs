using System;

namespace Solar;

/// <summary>Declares a merge by a function of your own, a static method with <see cref="MergeMethodAttribute"/>.</summary>
/// <param name="models">What is merged: models, stages or merges; without the base, if there is one.</param>
/// <example><c>[CustomMerge(typeof(A), typeof(B), typeof(C), In = typeof(Folds), Function = nameof(Folds.Median))]</c></example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CustomMergeAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>The class that has the function.</summary>
    public Type? In { get; set; }

    /// <summary>The function's name.</summary>
    public string Function { get; set; } = "";
}
