using System;

namespace Solar;

/// <summary>Declares a merge: breadcrumbs with the election of a sign as in TIES.</summary>
/// <param name="models">What is merged: models, stages or merges; without the base.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BreadcrumbsTiesAttribute(params Type[] models) : BasedMergeAttribute(models)
{
    /// <summary>Factor of every model's difference from the base. Default: 1.</summary>
    public double Weight { get; set; } = 1;

    /// <summary>One weight a model, in their order; empty where Weight is for all.</summary>
    public double[] Weights { get; set; } = [];

    /// <summary>Share of every model's differences that is kept, above 0 and at most 1. Default: 1.</summary>
    public double Density { get; set; } = 1;

    /// <summary>One density a model, in their order; empty where Density is for all.</summary>
    public double[] Densities { get; set; } = [];

    /// <summary>Share of the largest differences that is dropped. Default: 0.01.</summary>
    public double Gamma { get; set; } = 0.01;

    /// <summary>One gamma a model, in their order; empty where Gamma is for all.</summary>
    public double[] Gammas { get; set; } = [];

    /// <summary>Whether the weighted sum is divided by the sum of the weights. Default: false.</summary>
    public bool Normalize { get; set; }

    /// <summary>Whether what is kept of a difference is scaled up to its former sum of magnitudes. Default: false.</summary>
    public bool Rescale { get; set; }

    /// <summary>Factor of the merged difference before it is added to the base. Default: 1.</summary>
    public double Lambda { get; set; } = 1;
}
