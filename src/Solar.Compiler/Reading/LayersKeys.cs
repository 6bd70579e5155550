using System.Collections.Generic;

namespace Solar.Compiler.Reading;

/// <summary>The keys of <c>layers</c>, which can have several bases and so is no word of the vocabulary.</summary>
internal static class LayersKeys
{
    /// <summary>Keys that name the model which gives what stands around the layers.</summary>
    public static IReadOnlyList<string> Donors { get; } = ["embeddings", "norm", "head"];

    /// <summary>Every key beside the word.</summary>
    public static IReadOnlyList<string> All { get; } = ["ranges", .. Donors];
}
