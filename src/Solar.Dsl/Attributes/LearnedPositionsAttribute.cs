using System;

namespace Solar;

/// <summary>A trained vector for each position, added to the embeddings of a <see cref="DecoderAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class LearnedPositionsAttribute : Attribute
{
    /// <summary>Number of vectors; max_position_embeddings where it is not written.</summary>
    public int NumPositions { get; set; }
}
