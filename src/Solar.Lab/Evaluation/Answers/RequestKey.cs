using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>What a request is kept under: half a SHA-256 of all that it says.</summary>
/// <param name="High">The first eight bytes.</param>
/// <param name="Low">The next eight.</param>
internal readonly record struct RequestKey(ulong High, ulong Low)
{
    /// <summary>Number of bytes.</summary>
    public const int Size = 16;

    /// <summary>The key of a request; requests that have the same answer have the same key.</summary>
    /// <exception cref="NotSupportedException">It is of no kind that can be kept.</exception>
    public static RequestKey Of(EvaluationRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        switch (request)
        {
            case LogLikelihoodRequest scored:
                Add(hash, 1);
                Add(hash, scored.Context);
                Add(hash, scored.Continuation);
                break;
            case GenerationRequest generation:
                Add(hash, 2);
                Add(hash, generation.Context);
                Add(hash, generation.MaxNewTokens);
                Add(hash, generation.Until.Count);
                foreach (string end in generation.Until)
                {
                    Add(hash, end);
                }

                break;
            case RollingRequest rolling:
                Add(hash, 3);
                Add(hash, rolling.Context);
                break;
            default:
                throw new NotSupportedException($"{request.GetType().Name} is no kind of request whose answer can be kept.");
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Read(digest);
    }

    /// <summary>Reads a key from its bytes.</summary>
    public static RequestKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]));

    /// <summary>Writes its bytes.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, High);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], Low);
    }

    private static void Add(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }

    // The length first, so that what one text ends with is not what the next begins with. As UTF-16, which loses nothing of a broken text.
    private static void Add(IncrementalHash hash, string text)
    {
        Add(hash, text.Length);
        hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
    }
}
