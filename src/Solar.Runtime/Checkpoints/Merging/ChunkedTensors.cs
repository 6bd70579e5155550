using System;
using System.Collections.Generic;

namespace Solar.Runtime.Checkpoints.Merging;

/// <summary>Consecutive elements of a tensor.</summary>
/// <param name="Start">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct ElementRange(long Start, int Count);

/// <summary>
/// The tensors that one tensor is merged from, seen through buffers of one piece each: a method goes over them as often as it has to, and
/// memory does not grow with the tensor.
/// </summary>
internal sealed class ChunkedTensors
{
    /// <summary>Elements of a piece, unless a row is longer: what several inputs' pieces need still fits a processor's cache.</summary>
    public const int PieceLength = 1 << 16;

    private readonly IReadOnlyList<IElementReader> _inputs;
    private readonly IElementReader? _base;
    private readonly float[]?[] _buffers;
    private float[]? _baseBuffer;
    private float[]? _result;

    /// <summary>Tensors of one shape.</summary>
    /// <param name="inputs">What is merged; at least one.</param>
    /// <param name="baseTensor">What they are compared with; null without.</param>
    /// <param name="shape">The shape of all.</param>
    /// <param name="count">How many elements are merged, where it is not the whole shape.</param>
    public ChunkedTensors(IReadOnlyList<IElementReader> inputs, IElementReader? baseTensor, IReadOnlyList<long> shape, long? count = null)
    {
        _inputs = inputs;
        _base = baseTensor;
        Rank = shape.Count;
        Count = count ?? Product(shape);
        RowLength = shape.Count == 0 ? 1 : Math.Max(1, shape[^1]);
        _buffers = new float[inputs.Count][];
    }

    /// <summary>Number of inputs, without the base.</summary>
    public int InputCount => _inputs.Count;

    /// <summary>Whether there is a base.</summary>
    public bool HasBase => _base is not null;

    /// <summary>Number of sizes of the shape.</summary>
    public int Rank { get; }

    /// <summary>Elements that are merged.</summary>
    public long Count { get; }

    /// <summary>Elements of a row: the last size of the shape.</summary>
    public long RowLength { get; }

    /// <summary>The greatest number of elements that a piece has.</summary>
    public static int GreatestPiece(long rowLength, bool wholeRows) => wholeRows ? (int)Math.Max(PieceLength, rowLength) : PieceLength;

    /// <summary>The pieces, in order.</summary>
    /// <param name="wholeRows">Whether a piece holds whole rows.</param>
    public IEnumerable<ElementRange> Pieces(bool wholeRows = false)
    {
        long length = wholeRows ? Math.Max(1, PieceLength / RowLength) * RowLength : PieceLength;
        for (long start = 0; start < Count; start += length)
        {
            yield return new ElementRange(start, checked((int)Math.Min(length, Count - start)));
        }
    }

    /// <summary>The elements of one input.</summary>
    public Span<float> Read(int input, ElementRange range)
    {
        Span<float> buffer = Room(ref _buffers[input], range.Count);
        _inputs[input].Read(range.Start, buffer);
        return buffer;
    }

    /// <summary>The elements of the base.</summary>
    public Span<float> ReadBase(ElementRange range)
    {
        Span<float> buffer = Room(ref _baseBuffer, range.Count);
        _base!.Read(range.Start, buffer);
        return buffer;
    }

    /// <summary>Reads all inputs, and takes the base from them where <paramref name="differences"/> are asked for.</summary>
    public void ReadAll(ElementRange range, bool differences)
    {
        if (HasBase)
        {
            ReadBase(range);
        }

        for (int i = 0; i < InputCount; i++)
        {
            Span<float> input = Read(i, range);
            if (differences)
            {
                WeightedSum.Subtract(input, Base(range));
            }
        }
    }

    /// <summary>What was last read, or what became of it.</summary>
    public Span<float> Input(int input, ElementRange range) => _buffers[input].AsSpan(0, range.Count);

    /// <summary>What was last read of the base.</summary>
    public Span<float> Base(ElementRange range) => _baseBuffer.AsSpan(0, range.Count);

    /// <summary>Room for the result of a piece.</summary>
    public Span<float> Result(ElementRange range) => Room(ref _result, range.Count);

    /// <summary>The inputs' buffers, and the base's behind them where there is one.</summary>
    public float[][] Buffers => HasBase ? [.. _buffers!, _baseBuffer!] : [.. _buffers!];

    private static Span<float> Room(ref float[]? buffer, int count)
    {
        if (buffer is null || buffer.Length < count)
        {
            buffer = GC.AllocateUninitializedArray<float>(Math.Max(count, PieceLength));
        }

        return buffer.AsSpan(0, count);
    }

    private static long Product(IReadOnlyList<long> shape)
    {
        long product = 1;
        foreach (long size in shape)
        {
            product = checked(product * size);
        }

        return product;
    }
}
