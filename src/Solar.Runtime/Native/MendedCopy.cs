using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Solar.Runtime.Native;

/// <summary>
/// A mended library on disk: in the user's cache under a name that holds its hash, so that versions do not meet; else, where there is no
/// cache to write to, in a temporary file that is gone as soon as it is mapped.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class MendedCopy
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static string Load(byte[] image)
    {
        List<string> refusals = [];
        if (CacheDirectory() is string cache)
        {
            try
            {
                string path = Keep(image, cache);
                NativeLibrary.Load(path);
                return path;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DllNotFoundException)
            {
                // Read-only homes, and homes mounted without the right to execute.
                refusals.Add(failure.Message.Trim());
            }
        }

        try
        {
            return LoadOnce(image);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            refusals.Add(failure.Message.Trim());
            throw new IOException(string.Join(" ", refusals), failure);
        }
    }

    /// <summary>The copy's path in a folder, written if it is not there to the byte. Processes may race: each writes a file of its own and renames it.</summary>
    public static string Keep(byte[] image, string directory)
    {
        string path = Path.Combine(directory, $"libLibTorchSharp-{Hash(image)}.so");
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(image))
        {
            return path;
        }

        Directory.CreateDirectory(directory, Private);
        string draft = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            Write(draft, image);
            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }

        return path;
    }

    /// <summary>$XDG_CACHE_HOME or ~/.cache, of which the specification says that relative paths do not count.</summary>
    internal static string? CacheDirectory()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (string.IsNullOrEmpty(cache) || !Path.IsPathRooted(cache))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
            cache = string.IsNullOrEmpty(home) ? null : Path.Combine(home, ".cache");
        }

        return cache is null ? null : Path.Combine(cache, "solar", "native");
    }

    private static string LoadOnce(byte[] image)
    {
        // The folder is new, of a random name and open to this user alone, so that nobody can put another file in the way.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("solar-");
        try
        {
            string path = Path.Combine(folder.FullName, BridgeLibrary.FileName);
            Write(path, image);
            NativeLibrary.Load(path);
            return path;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Write(string path, byte[] image)
    {
        using FileStream stream = new(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = Private,
        });
        stream.Write(image);
    }

    private static string Hash(byte[] image) => Convert.ToHexStringLower(SHA256.HashData(image))[..16];
}
