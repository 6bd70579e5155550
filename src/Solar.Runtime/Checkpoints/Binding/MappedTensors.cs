using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>
/// Tensors over the bytes of a mapped file, without a copy. libtorch says when the last one that shares those bytes is gone, views and
/// what autograd keeps included; only then may the mapping go. So no tensor can outlive it, whoever holds it.
/// </summary>
internal static unsafe partial class MappedTensors
{
    private static readonly Lock Gate = new();
    private static readonly List<Mapping> Live = [];

    /// <summary>Whether tensors still use the bytes of a file.</summary>
    public static bool AreOver(string path)
    {
        lock (Gate)
        {
            return Live.Exists(mapping => mapping.Path == path);
        }
    }

    /// <summary>Whether a tensor's bytes can be used where they lie: there are some, writable, and aligned to its elements.</summary>
    public static bool CanShare(StoredTensor tensor) =>
        tensor.File.Mode == MappingMode.CopyOnWrite
        && tensor.Info.ByteCount > 0
        && (nint)tensor.File.Pointer(tensor.Entry) % tensor.Info.Dtype.Size() == 0;

    /// <summary>A tensor over the bytes themselves.</summary>
    /// <param name="tensor">A tensor for which <see cref="CanShare"/> holds.</param>
    /// <returns>A tensor that belongs to the caller.</returns>
    public static Tensor Share(StoredTensor tensor)
    {
        void* data = tensor.File.Pointer(tensor.Entry);
        Hold(tensor.File);
        sbyte type = (sbyte)TensorTypes.Of(tensor.Info.Dtype);
        fixed (long* shape = tensor.Info.Shape.AsSpan())
        {
            nint handle = NewTensor(data, &Release, shape, tensor.Info.Shape.Length, type, type, (int)DeviceType.CPU, -1, 0);
            return handle != 0
                ? Tensor.UnsafeCreateTensor(handle)
                : throw new InvalidOperationException($"libtorch made no tensor of {tensor.Info}.");
        }
    }

    /// <summary>The first byte of a contiguous tensor on the CPU.</summary>
    public static byte* Pointer(Tensor tensor) => (byte*)Data(tensor.Handle);

    private static void Hold(SafetensorsFile file)
    {
        (nint start, long length) = file.Extent;
        lock (Gate)
        {
            Mapping? mapping = Find(start);
            if (mapping is null)
            {
                mapping = new Mapping(file.FullPath, start, length, file.Hold());
                Live.Add(mapping);
            }

            mapping.Users++;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Release(void* data)
    {
        lock (Gate)
        {
            // Mappings that live share no address, so the bytes themselves say which one it is.
            if (Find((nint)data) is { } mapping && --mapping.Users == 0)
            {
                Live.Remove(mapping);
                mapping.Handle.DangerousRelease();
            }
        }
    }

    private static Mapping? Find(nint address) => Live.Find(mapping => address >= mapping.Start && address - mapping.Start < mapping.Length);

    // libtorch's from_blob. TorchSharp exports it and keeps it internal.
    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_new")]
    private static partial nint NewTensor(
        void* data,
        delegate* unmanaged[Cdecl]<void*, void> deleter,
        long* shape,
        int dimensions,
        sbyte scalarType,
        sbyte dtype,
        int deviceType,
        int deviceIndex,
        byte requiresGrad);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSTensor_data")]
    private static partial nint Data(nint tensor);

    private sealed class Mapping(string path, nint start, long length, SafeHandle handle)
    {
        public string Path => path;

        public nint Start => start;

        public long Length => length;

        public SafeHandle Handle => handle;

        public int Users { get; set; }
    }
}
