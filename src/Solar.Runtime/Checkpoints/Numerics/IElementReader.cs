using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor whose elements are read in pieces, as float32, so that no tensor need be whole in memory.</summary>
internal interface IElementReader
{
    /// <summary>Number of its elements.</summary>
    long Count { get; }

    /// <summary>Reads consecutive elements.</summary>
    /// <param name="offset">The first element.</param>
    /// <param name="destination">One place for each.</param>
    void Read(long offset, Span<float> destination);
}

/// <summary>Takes the elements of a tensor, from its first to its last, in pieces.</summary>
internal interface IElementWriter
{
    /// <summary>Writes the next elements.</summary>
    void Append(ReadOnlySpan<float> elements);
}
