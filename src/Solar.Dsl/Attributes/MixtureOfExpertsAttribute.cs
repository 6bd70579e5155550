using System;

namespace Solar;

/// <summary>Several gated blocks in a layer of a <see cref="DecoderAttribute"/>, of which a router chooses a few for each position.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class MixtureOfExpertsAttribute : Attribute
{
    /// <summary>Every how many layers there are experts; the others have the declared feed-forward block. Default: 1.</summary>
    public int DecoderSparseStep { get; set; } = 1;

    /// <summary>Activation of the feed-forward block. Default: <c>silu</c>.</summary>
    public string HiddenAct { get; set; } = "silu";

    /// <summary>Width of the feed-forward block. Default: 14336.</summary>
    public int IntermediateSize { get; set; } = 14336;

    /// <summary>Layers without experts, from 0.</summary>
    public int[]? MlpOnlyLayers { get; set; }

    /// <summary>Whether the weights of the chosen experts are made to sum to one. Default: true.</summary>
    public bool NormTopkProb { get; set; } = true;

    /// <summary>Number of experts of a layer. Default: 8.</summary>
    public int NumExperts { get; set; } = 8;

    /// <summary>Number of experts that each position goes through. Default: 2.</summary>
    public int NumExpertsPerTok { get; set; } = 2;

    /// <summary>Share of the load-balancing loss in the training loss. Default: 0.</summary>
    public double RouterAuxLossCoef { get; set; }

    /// <summary>Whether the shared expert is weighted by a gate of its own. Default: false.</summary>
    public bool SharedExpertGate { get; set; }

    /// <summary>Width of an expert that every position goes through; none where it is not written.</summary>
    public int SharedExpertIntermediateSize { get; set; }
}
