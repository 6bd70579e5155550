using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Solar.Lab.Evaluation.Requests;

namespace Solar.Lab.Evaluation.Answers;

/// <summary>
/// An answer as bytes: length of the body (4), CRC-32C of the body (4), then the body: key (16), lost tokens (4), whether it is cut (1), kind (1), and what the
/// kind has. Little-endian.
/// A log-likelihood is its eight bytes, so that what is read is what was computed, to the bit.
/// </summary>
internal static class AnswerRecord
{
    private const int HeadSize = 8, LossSize = 5, LeastBody = RequestKey.Size + LossSize + 1;
    private const byte LogLikelihood = 1, Generation = 2, Rolling = 3;

    /// <summary>The bytes of an answer.</summary>
    public static byte[] Write(RequestKey key, EvaluationAnswer answer)
    {
        byte[] value = answer switch
        {
            LogLikelihoodAnswer scored => [LogLikelihood, .. BitConverter.GetBytes(scored.LogLikelihood), scored.IsGreedy ? (byte)1 : (byte)0],
            GenerationAnswer generation => [Generation, .. Encoding.UTF8.GetBytes(generation.Text)],
            RollingAnswer rolling => [Rolling, .. BitConverter.GetBytes(rolling.LogLikelihood), .. BitConverter.GetBytes(rolling.Tokens)],
            _ => throw new NotSupportedException($"{answer.GetType().Name} is no kind of answer that can be kept."),
        };

        byte[] record = new byte[HeadSize + RequestKey.Size + LossSize + value.Length];
        Span<byte> body = record.AsSpan(HeadSize);
        key.Write(body);
        BinaryPrimitives.WriteInt32LittleEndian(body[RequestKey.Size..], answer.LostTokens);
        body[RequestKey.Size + sizeof(int)] = answer.IsCut ? (byte)1 : (byte)0;
        value.CopyTo(body[(RequestKey.Size + LossSize)..]);
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(4), Checksum(body));
        return record;
    }

    /// <summary>Reads the record that bytes begin with.</summary>
    /// <returns>Its number of bytes; 0 where there is no whole record.</returns>
    public static int Read(ReadOnlySpan<byte> bytes, out RequestKey key, out EvaluationAnswer? answer)
    {
        (key, answer) = (default, null);
        if (bytes.Length < HeadSize)
        {
            return 0;
        }

        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < LeastBody || length > bytes.Length - HeadSize)
        {
            return 0;
        }

        ReadOnlySpan<byte> body = bytes.Slice(HeadSize, length);
        if (Checksum(body) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]))
        {
            return 0;
        }

        key = RequestKey.Read(body);
        answer = Value(body[(RequestKey.Size + LossSize)..]) is { } value
            ? value with { LostTokens = BinaryPrimitives.ReadInt32LittleEndian(body[RequestKey.Size..]), IsCut = body[RequestKey.Size + sizeof(int)] != 0 }
            : null;
        return answer is null ? 0 : HeadSize + length;
    }

    private static EvaluationAnswer? Value(ReadOnlySpan<byte> value) => value[0] switch
    {
        LogLikelihood when value.Length == 10 => new LogLikelihoodAnswer(BitConverter.ToDouble(value[1..]), value[9] != 0),
        Generation => new GenerationAnswer(Encoding.UTF8.GetString(value[1..])),
        Rolling when value.Length == 17 => new RollingAnswer(BitConverter.ToDouble(value[1..]), BitConverter.ToInt64(value[9..])),
        _ => null,
    };

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            checksum = BitOperations.Crc32C(checksum, value);
        }

        return ~checksum;
    }
}
