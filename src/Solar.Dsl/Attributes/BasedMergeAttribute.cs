using System;

namespace Solar;

/// <summary>What merges declare that have a base model, from which differences are taken.</summary>
/// <param name="models">What is merged, without the base: models, stages or merges.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class BasedMergeAttribute(Type[] models) : MergeAttribute(models)
{
    /// <summary>The model, stage or merge that differences are taken from.</summary>
    public Type? Base { get; set; }
}
