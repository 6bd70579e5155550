using System;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Solar.Runtime.Checkpoints;

/// <summary>By what bytes are identified in a manifest.</summary>
public enum ContentHash
{
    /// <summary>XXH128: as fast as memory, and no guard against somebody who wants two files to look alike.</summary>
    Xxh128,

    /// <summary>SHA-256: a guard against that, too, at an eighth of the speed.</summary>
    Sha256,

    /// <summary>Nothing is hashed; such a checkpoint cannot be verified, and an interrupted run begins anew.</summary>
    None,
}

/// <summary>Names of hashes.</summary>
internal static class ContentHashes
{
    /// <summary>The name in a manifest.</summary>
    public static string KeyOf(this ContentHash hash) => hash switch
    {
        ContentHash.Xxh128 => "xxh128",
        ContentHash.Sha256 => "sha256",
        _ => "none",
    };

    /// <summary>The hash of a name in a manifest; null where it is none of ours.</summary>
    public static ContentHash? Parse(string? key) => key switch
    {
        "xxh128" => ContentHash.Xxh128,
        "sha256" => ContentHash.Sha256,
        "none" => ContentHash.None,
        _ => null,
    };
}

/// <summary>The hash of bytes that come in pieces.</summary>
internal sealed class RunningHash : IDisposable
{
    private readonly XxHash128? _fast;
    private readonly IncrementalHash? _secure;

    /// <summary>A hash of no bytes.</summary>
    /// <param name="hash">Which; not <see cref="ContentHash.None"/>.</param>
    public RunningHash(ContentHash hash)
    {
        if (hash == ContentHash.Sha256)
        {
            _secure = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        }
        else
        {
            _fast = new XxHash128();
        }
    }

    /// <summary>One of the asked kind; null for none.</summary>
    public static RunningHash? Create(ContentHash hash) => hash == ContentHash.None ? null : new RunningHash(hash);

    /// <summary>Adds the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _fast?.Append(bytes);
        _secure?.AppendData(bytes);
    }

    /// <summary>The hash of all bytes so far, hexadecimal; the next ones begin another.</summary>
    public string Finish()
    {
        if (_secure is not null)
        {
            return Convert.ToHexStringLower(_secure.GetHashAndReset());
        }

        string text = Convert.ToHexStringLower(_fast!.GetCurrentHash());
        _fast.Reset();
        return text;
    }

    /// <inheritdoc/>
    public void Dispose() => _secure?.Dispose();
}
