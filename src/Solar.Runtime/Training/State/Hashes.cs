using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using static TorchSharp.torch;

namespace Solar.Runtime.Training.State;

/// <summary>SHA-256 of what a run is made of.</summary>
internal static class Hashes
{
    public static async Task<string> OfFileAsync(string file, CancellationToken cancellationToken)
    {
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20, useAsync: true);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Names, types, shapes and bytes of tensors, in their order.</summary>
    public static string OfTensors(IEnumerable<(string Name, Tensor Value)> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (no_grad())
        {
            foreach ((string name, Tensor value) in tensors)
            {
                using var scope = NewDisposeScope();
                hash.AppendData(Encoding.UTF8.GetBytes($"{name}:{value.dtype}:[{string.Join(',', value.shape)}];"));
                hash.AppendData(value.detach().cpu().contiguous().bytes);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The files of weights in a checkpoint's folder, by name.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfWeightsAsync(string directory, CancellationToken cancellationToken)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory, "*.safetensors"))
        {
            hashes[Path.GetFileName(file)] = await OfFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        return hashes;
    }
}
