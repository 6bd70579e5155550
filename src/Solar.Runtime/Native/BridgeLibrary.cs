using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Solar.Runtime.Native;

/// <summary>
/// TorchSharp's own native library. Loaded as it is wherever that works; else as a mended copy, since TorchSharp 0.107.0 asks for
/// a libstdc++ (GCC 13's) newer than Debian 12's and Ubuntu 22.04's without using anything that is new in it.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class BridgeLibrary
{
    public const string FileName = "libLibTorchSharp.so";

    /// <summary>The version that is asked for in vain; the one symbol bound to it is a marker of &lt;iostream&gt; that nothing refers to.</summary>
    public const string NeedlessVersion = "GLIBCXX_3.4.32";

    public static (string Path, bool IsMended) Load(string torchDirectory)
    {
        if (LoadedLibraries.Find(FileName) is string loaded)
        {
            return (loaded, false);
        }

        string original = Locate(torchDirectory);
        try
        {
            NativeLibrary.Load(original);
            return (original, false);
        }
        catch (DllNotFoundException failure) when (failure.Message.Contains(NeedlessVersion, StringComparison.Ordinal))
        {
            return (LoadMended(original), true);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchLibraryException(
                $"TorchSharp's native library does not load: {original}. The system's loader says: {failure.Message.Trim()}", failure);
        }
    }

    private static string LoadMended(string original)
    {
        try
        {
            byte[] image = VersionNeedMend.Weaken(File.ReadAllBytes(original), NeedlessVersion);
            return MendedCopy.Load(image);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new TorchLibraryException(
                $"{original} asks for {NeedlessVersion}, which this system's libstdc++ (older than GCC 13's) does not have, "
                + $"and it could not be mended: {failure.Message.Trim()} Use a system with GCC 13's libstdc++ or newer (Debian 13, Ubuntu 24.04).",
                failure);
        }
    }

    /// <summary>Beside the program or where its dependency manifest says; an own libtorch may bring a bridge built for it.</summary>
    private static string Locate(string torchDirectory)
    {
        string[] folders = [torchDirectory, .. TorchFolders.Probed()];
        return folders.Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists)
            ?? throw new TorchLibraryException(
                $"{FileName}, which comes with the TorchSharp package, is in none of {string.Join(", ", folders)}. "
                + "Reference TorchSharp with its native assets (no ExcludeAssets), and publish rather than copy single files.");
    }
}
