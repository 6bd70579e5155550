namespace Solar.Specs;

/// <summary>What a layer does to each position by itself.</summary>
public abstract record FeedForwardSpec;

/// <summary>down(act(gate(x)) · up(x)), or down(act(up(x))) without a gate.</summary>
/// <param name="IntermediateSize">Width between.</param>
/// <param name="HiddenAct">The activation by its Hugging Face name.</param>
/// <param name="IsGated">Whether there is a gate.</param>
/// <param name="Bias">Whether the projections have a bias.</param>
public sealed record MlpSpec(int IntermediateSize, string HiddenAct, bool IsGated, bool Bias) : FeedForwardSpec;

/// <summary>Several gated blocks, of which a router chooses a few for each position.</summary>
/// <param name="NumExperts">Number of experts.</param>
/// <param name="NumExpertsPerToken">How many of them a position goes through.</param>
/// <param name="Expert">One expert.</param>
/// <param name="NormTopK">Whether the weights of the chosen ones are made to sum to one.</param>
public sealed record MixtureOfExpertsSpec(int NumExperts, int NumExpertsPerToken, MlpSpec Expert, bool NormTopK) : FeedForwardSpec
{
    /// <summary>A block that every position goes through; null for none.</summary>
    public MlpSpec? SharedExpert { get; init; }

    /// <summary>Whether the shared expert is weighted by a gate of its own.</summary>
    public bool SharedExpertGate { get; init; }

    /// <summary>Share of the load-balancing loss in the training loss; 0 for none.</summary>
    public double RouterAuxLossCoefficient { get; init; }
}

/// <summary>A module of the user's own as the feed-forward block.</summary>
/// <param name="Module">The module.</param>
/// <param name="IntermediateSize">The width that its constructor is given.</param>
public sealed record OwnMlpSpec(OwnModuleSpec Module, int IntermediateSize) : FeedForwardSpec;
