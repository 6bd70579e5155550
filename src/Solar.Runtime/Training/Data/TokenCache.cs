using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Solar.Runtime.Training.Data;

/// <summary>
/// Tokenised data sets on disk, named by the hash of all that they follow from: the file's content, how it is read, the tokenizer and what it adds.
/// Files are written beside their name and renamed when they are whole, so that several processes may share a folder: at worst two make the same.
/// </summary>
public static class TokenCache
{
    // Of the form of the files and of what the readers do; a new one leaves all old files unread.
    private const int Version = 1;

    private const string Temporary = ".tmp";

    // Whoever writes a file holds a lock on it; the age is for the moment between the two.
    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(10);

    /// <summary><c>solar/tokens</c> in the user's cache folder.</summary>
    public static string DefaultDirectory { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "solar",
        "tokens");

    /// <summary>The key of what texts like these become.</summary>
    internal static string Key(params string[] parts)
    {
        var text = new StringBuilder();
        foreach (string part in parts)
        {
            // Lengths, so that no two lists of parts have one text.
            text.Append(CultureInfo.InvariantCulture, $"{part.Length}:{part};");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Version};{text}"))));
    }

    /// <summary>Opens what is stored under a key, or has it made.</summary>
    /// <param name="directory">The folder; empty for none, where what is made goes when it is closed.</param>
    /// <param name="key">The key; null where nothing can be said to be equal.</param>
    /// <param name="write">Writes the documents.</param>
    internal static TokenStore GetOrMake(string directory, string? key, Action<TokenStoreWriter> write)
    {
        bool isKept = directory.Length > 0 && key is not null && CanBeMade(directory);
        string folder = isKept ? directory : Path.GetTempPath();
        string file = Path.Combine(folder, $"{key ?? "none"}.tokens");
        if (isKept && File.Exists(file) && TokenStore.Open(file, isTemporary: false) is { } known)
        {
            return known;
        }

        if (isKept)
        {
            RemoveAbandoned(folder);
        }

        string temporary = Path.Combine(folder, $"{key ?? "none"}.{Guid.NewGuid():N}{Temporary}");
        try
        {
            using (TokenStoreWriter writer = new(temporary))
            {
                write(writer);
            }

            if (isKept)
            {
                File.Move(temporary, file, overwrite: true);
            }

            return TokenStore.Open(isKept ? file : temporary, isTemporary: !isKept)
                ?? throw new IOException($"{file}: what was written is not what is read; the disk may be damaged.");
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Removes what killed processes left half written.</summary>
    private static void RemoveAbandoned(string folder)
    {
        foreach (string file in Directory.GetFiles(folder, "*" + Temporary))
        {
            if (DateTime.UtcNow - File.GetLastWriteTimeUtc(file) > Abandoned)
            {
                try
                {
                    using FileStream abandoned = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
                }
                catch (Exception inUse) when (inUse is IOException or UnauthorizedAccessException)
                {
                }
            }
        }
    }

    // A cache saves time and is no more: where its folder cannot be, as on a read-only disk, nothing is kept.
    private static bool CanBeMade(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
