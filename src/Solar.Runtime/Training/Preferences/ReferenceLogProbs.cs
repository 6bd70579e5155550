using System;
using System.Globalization;
using System.IO;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Solar.Runtime.Training.Data;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.Preferences;

/// <summary>
/// What the reference model says of every row: two log-probabilities each, of the better and of the worse answer of a pair, or of a single
/// answer and of the one that it is held against. They are computed once and kept by the hash of model and data, so that no second model is needed.
/// </summary>
internal sealed class ReferenceLogProbs
{
    // Of the form of the files and of how they are computed; a new one leaves all old files unread.
    private const int Version = 1;

    private readonly float[] _values;

    private ReferenceLogProbs(float[] values) => _values = values;

    /// <summary>Takes them from the cache, or has them computed.</summary>
    /// <param name="directory">The folder of the cache; empty for none.</param>
    /// <param name="parts">All that they follow from.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="compute">Computes the two of each row, one row after another.</param>
    public static ReferenceLogProbs GetOrMake(string directory, string[] parts, int rows, Func<float[]> compute)
    {
        string key = TokenCache.Key([string.Create(CultureInfo.InvariantCulture, $"reference {Version}"), .. parts]);
        string? file = directory.Length > 0 ? Path.Combine(directory, $"{key}.logps") : null;
        if (file is not null && Read(file, rows) is { } known)
        {
            return new ReferenceLogProbs(known);
        }

        float[] values = compute();
        if (file is not null)
        {
            Write(directory, file, values);
        }

        return new ReferenceLogProbs(values);
    }

    /// <summary>Of the answers of a pass, float32: of pairs [2 · rows], better ones first; else [rows].</summary>
    public Tensor Of(int[] rows, Device device, bool isPaired) => isPaired
        ? tensor((float[])[.. Array.ConvertAll(rows, row => _values[2 * row]), .. Array.ConvertAll(rows, row => _values[(2 * row) + 1])], device: device)
        : tensor(Array.ConvertAll(rows, row => _values[2 * row]), device: device);

    /// <summary>Of the answers that those of a pass are held against, float32 [rows].</summary>
    public Tensor OfMismatched(int[] rows, Device device) => tensor(Array.ConvertAll(rows, row => _values[(2 * row) + 1]), device: device);

    // Null where there is none, or a damaged one.
    private static float[]? Read(string file, int rows)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        byte[] bytes = File.ReadAllBytes(file);
        int length = 2 * rows * sizeof(float);
        return bytes.Length == length + sizeof(ulong) && XxHash3.HashToUInt64(bytes.AsSpan(0, length)) == MemoryMarshal.Read<ulong>(bytes.AsSpan(length))
            ? MemoryMarshal.Cast<byte, float>(bytes.AsSpan(0, length)).ToArray()
            : null;
    }

    // A cache saves time and is no more: where it cannot be written, nothing is kept.
    private static void Write(string directory, string file, float[] values)
    {
        string temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(directory);
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
            File.WriteAllBytes(temporary, [.. bytes, .. BitConverter.GetBytes(XxHash3.HashToUInt64(bytes))]);
            File.Move(temporary, file, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
        }
    }
}
