using System;
using System.IO;
using System.Runtime.InteropServices;

namespace Solar.Runtime.Native;

/// <summary>The order of loading: libtorch's libraries by absolute path, then TorchSharp's bridge on top of them.</summary>
internal static class TorchLibraryLoader
{
    // libc10 comes first so that LD_LIBRARY_PATH cannot mix another libtorch's into this one; the CUDA library is there or not.
    private static readonly string[] Order = ["libc10.so", "libtorch_cpu.so", "libtorch_cuda.so", "libtorch.so"];

    public static TorchLibraryInfo Load()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            throw Unsupported();
        }

        string directory = TorchFolders.Choose();
        foreach (string name in Order)
        {
            string path = Path.Combine(directory, name);
            if (name != "libtorch_cuda.so" || File.Exists(path))
            {
                LoadOrExplain(path);
            }
        }

        (string bridge, bool isMended) = BridgeLibrary.Load(directory);
        return new TorchLibraryInfo(directory, bridge, isMended);
    }

    private static void LoadOrExplain(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException)
        {
            throw new TorchLibraryException(
                $"libtorch does not load: {path}. The system's loader says: {failure.Message.Trim()}", failure);
        }
    }

    private static TorchLibraryException Unsupported() => OperatingSystem.IsWindows()
        ? new TorchLibraryException(
            "TorchSharp 0.107.0 does not load on Windows, x64 or ARM64: its native library was built against other libtorch headers "
            + "than the libtorch 2.10.0 it comes with, and 16 of its imports cannot be resolved (TorchSharp issue 1567). "
            + "Run under Linux x64, for example in WSL 2 or a container.")
        : new TorchLibraryException(
            $"Solar runs libtorch under Linux x64; this is {RuntimeInformation.RuntimeIdentifier}. TorchSharp 0.107.0 has native libraries "
            + "for macOS arm64, which Solar has not been tried with, and none for macOS x64 or Linux arm64. "
            + "Checkpoints can be read, up-scaled and merged here, since that needs no libtorch.");
}
