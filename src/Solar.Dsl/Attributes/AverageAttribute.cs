using System;

namespace Solar;

/// <summary>Declares a merge: the mean of checkpoints of one architecture, tensor by tensor.</summary>
/// <param name="models">What is merged: models, stages or merges.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AverageAttribute(params Type[] models) : MergeAttribute(models);
