using System;
using System.Collections.Generic;
using Solar.Runtime.Checkpoints;

namespace Solar.Runtime.Tests.Checkpoints.Merging;

/// <summary>A tensor in memory, read and written as one on disk is.</summary>
internal sealed class ArrayElements(float[] values) : IElementReader
{
    public long Count => values.Length;

    public void Read(long offset, Span<float> destination) => values.AsSpan((int)offset, destination.Length).CopyTo(destination);
}

internal sealed class ArrayWriter : IElementWriter
{
    private readonly List<float> _values = [];

    public float[] Values => [.. _values];

    public void Append(ReadOnlySpan<float> elements) => _values.AddRange(elements);
}
