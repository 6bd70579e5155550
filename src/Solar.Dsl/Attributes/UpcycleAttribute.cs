using System;

namespace Solar;

/// <summary>Declares a mixture of experts whose experts all start from the feed-forward block of a dense model (sparse upcycling).</summary>
/// <param name="base">The dense model, stage or merge: a Llama or Mistral.</param>
/// <param name="experts">Number of experts.</param>
/// <example><c>[Upcycle(typeof(Mistral7B), experts: 8)]</c> is a Mixtral.</example>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class UpcycleAttribute(Type @base, int experts) : Attribute
{
    /// <summary>The dense model, stage or merge.</summary>
    public Type Base { get; } = @base;

    /// <summary>Number of experts.</summary>
    public int Experts { get; } = experts;

    /// <summary>Experts that each token goes through; 2 where it is not written.</summary>
    public int ExpertsPerToken { get; set; } = 2;

    /// <summary>Seed of the routers.</summary>
    public int Seed { get; set; }
}
