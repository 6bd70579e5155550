using System;
using static TorchSharp.torch;

namespace Solar.Runtime.Checkpoints;

/// <summary>Stored data types and libtorch's.</summary>
internal static class TensorTypes
{
    /// <summary>The type of a stored tensor in memory.</summary>
    /// <exception cref="NotSupportedException">libtorch has no arithmetic for it.</exception>
    public static ScalarType Of(TensorDtype dtype) => dtype switch
    {
        TensorDtype.F32 => ScalarType.Float32,
        TensorDtype.BF16 => ScalarType.BFloat16,
        TensorDtype.F16 => ScalarType.Float16,
        TensorDtype.F64 => ScalarType.Float64,
        TensorDtype.I64 => ScalarType.Int64,
        TensorDtype.I32 => ScalarType.Int32,
        TensorDtype.I16 => ScalarType.Int16,
        TensorDtype.I8 => ScalarType.Int8,
        TensorDtype.U8 => ScalarType.Byte,
        TensorDtype.Bool => ScalarType.Bool,
        _ => throw new NotSupportedException($"libtorch has no tensors of {dtype.StoredName()} to calculate with."),
    };

    /// <summary>How a tensor of memory is stored.</summary>
    /// <exception cref="NotSupportedException">The format has no such type.</exception>
    public static TensorDtype Stored(ScalarType type) => type switch
    {
        ScalarType.Float32 => TensorDtype.F32,
        ScalarType.BFloat16 => TensorDtype.BF16,
        ScalarType.Float16 => TensorDtype.F16,
        ScalarType.Float64 => TensorDtype.F64,
        ScalarType.Int64 => TensorDtype.I64,
        ScalarType.Int32 => TensorDtype.I32,
        ScalarType.Int16 => TensorDtype.I16,
        ScalarType.Int8 => TensorDtype.I8,
        ScalarType.Byte => TensorDtype.U8,
        ScalarType.Bool => TensorDtype.Bool,
        _ => throw new NotSupportedException($"The safetensors format has no type for {type}."),
    };

    /// <summary>Whether gradients can flow through it.</summary>
    public static bool IsFloating(ScalarType type) =>
        type is ScalarType.Float64 or ScalarType.Float32 or ScalarType.BFloat16 or ScalarType.Float16;
}
