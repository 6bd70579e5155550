using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace Solar.Runtime.Native;

/// <summary>
/// Lets numbers that TorchSharp has let go of live a little longer. TorchSharp (0.107) hands the address of a number's native copy, a <c>Scalar</c>, to libtorch without
/// holding the number: <c>x + y</c> makes one for the factor 1. A garbage collection between the two frees it, the kernel reads freed memory and throws
/// ("Expected false to be true"), once in some ten thousand additions for each collection that falls among them: a run of days has enough of both.
/// </summary>
/// <remarks>
/// The bridge's <c>THSTorch_dispose_scalar</c> is led here, which puts a number into a ring and frees the one that has stood there since <see cref="Size"/> numbers ago. Its code is
/// changed in memory, twelve bytes of it; where a system forbids that, all is as before.
/// </remarks>
internal static unsafe partial class HeldNumbers
{
    /// <summary>How many numbers wait to be freed: a second of them and more, in 2 MB.</summary>
    private const int Size = 1 << 16;

    private const int ReadWriteExecute = 7, ReadExecute = 5, JumpLength = 12;
    private const string Function = "THSTorch_dispose_scalar";

    // test rdi, rdi; je +0x2d: the function that was looked at, longer than what is written over it. Another one is left as it is.
    private static ReadOnlySpan<byte> Beginning => [0x48, 0x85, 0xFF, 0x74, 0x2D];

    private static nint* _ring;
    private static delegate* unmanaged<nint, void> _free;
    private static int _next;
    private static bool _isInstalled;

    /// <summary>Leads the function here, once the bridge is loaded. Called under a lock.</summary>
    /// <param name="bridge">File of TorchSharp's native library, as it was loaded.</param>
    public static void Install(string bridge)
    {
        if (_isInstalled || !OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }

        _isInstalled = true;
        if (!NativeLibrary.TryLoad(bridge, out nint library)
            || !NativeLibrary.TryGetExport(library, Function, out nint function)
            || !new ReadOnlySpan<byte>((void*)function, Beginning.Length).SequenceEqual(Beginning)
            || !NativeLibrary.TryLoad("libstdc++.so.6", out nint standard)
            || !NativeLibrary.TryGetExport(standard, "_ZdlPv", out nint free))
        {
            return;
        }

        _free = (delegate* unmanaged<nint, void>)free;
        _ring = (nint*)NativeMemory.AllocZeroed(Size, (nuint)sizeof(nint));
        Lead(function, (nint)(delegate* unmanaged<nint, void>)&Hold);
    }

    // A Scalar has nothing to be destroyed beside its memory, but for symbolic numbers, which TorchSharp does not make.
    [UnmanagedCallersOnly]
    private static void Hold(nint scalar)
    {
        nint former = Interlocked.Exchange(ref Unsafe.AsRef<nint>(_ring + ((uint)Interlocked.Increment(ref _next) % Size)), scalar);
        if (former != 0)
        {
            _free(former);
        }
    }

    // mov rax, target; jmp rax
    private static void Lead(nint function, nint target)
    {
        nint page = function & ~(nint)(Environment.SystemPageSize - 1);
        nint length = function + JumpLength - page;
        if (ProtectMemory(page, length, ReadWriteExecute) != 0)
        {
            return;
        }

        var code = new Span<byte>((void*)function, JumpLength);
        code[0] = 0x48;
        code[1] = 0xB8;
        MemoryMarshal.Write(code[2..], target);
        code[10] = 0xFF;
        code[11] = 0xE0;
        _ = ProtectMemory(page, length, ReadExecute);
    }

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int ProtectMemory(nint address, nint length, int protection);
}
