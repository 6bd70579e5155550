using Solar.Specs;

namespace Solar.Plans;

/// <summary>Something whose checkpoint a model is made from.</summary>
/// <param name="Name">Full name of the model, stage or merge.</param>
/// <param name="Spec">Components of its model.</param>
public sealed record ModelSource(string Name, DecoderSpec Spec);

/// <summary>Where the tensors around the layers come from.</summary>
/// <param name="Embeddings">What stands in front of the layers.</param>
/// <param name="Norm">Full name of the source of what stands between the layers and the head.</param>
/// <param name="Head">The head.</param>
public sealed record OutsideTensors(OutsideTensor Embeddings, string Norm, OutsideTensor Head)
{
    /// <summary>All of one source.</summary>
    public static OutsideTensors Of(string source) => new(new OutsideTensor(source), source, new OutsideTensor(source));
}

/// <summary>Where embeddings or head come from.</summary>
/// <param name="Source">Full name of the source.</param>
public sealed record OutsideTensor(string Source)
{
    /// <summary>How the source's rows become the target's; null where there are as many.</summary>
    public VocabularyResize? Resize { get; init; }
}

/// <summary>Another number of tokens.</summary>
/// <param name="Rows">The source's number of tokens.</param>
/// <param name="NewRows">What further rows are.</param>
/// <param name="Seed">Seed of random rows.</param>
public sealed record VocabularyResize(long Rows, NewTokens NewRows, long Seed);

/// <summary>Dense feed-forward blocks that become experts.</summary>
/// <param name="Experts">Number of experts.</param>
/// <param name="Seed">Seed of the routers.</param>
public sealed record Upcycling(int Experts, long Seed);
