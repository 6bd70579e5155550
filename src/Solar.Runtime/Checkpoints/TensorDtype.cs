using System;

namespace Solar.Runtime.Checkpoints;

/// <summary>How the elements of a stored tensor are encoded; the types that the safetensors format names.</summary>
public enum TensorDtype
{
    /// <summary>Truth value, one byte.</summary>
    Bool,

    /// <summary>Unsigned 8-bit integer.</summary>
    U8,

    /// <summary>Signed 8-bit integer.</summary>
    I8,

    /// <summary>8-bit floating point, 5 bits of exponent.</summary>
    F8E5M2,

    /// <summary>8-bit floating point, 4 bits of exponent.</summary>
    F8E4M3,

    /// <summary>Signed 16-bit integer.</summary>
    I16,

    /// <summary>Unsigned 16-bit integer.</summary>
    U16,

    /// <summary>16-bit floating point of IEEE 754.</summary>
    F16,

    /// <summary>bfloat16.</summary>
    BF16,

    /// <summary>Signed 32-bit integer.</summary>
    I32,

    /// <summary>Unsigned 32-bit integer.</summary>
    U32,

    /// <summary>32-bit floating point.</summary>
    F32,

    /// <summary>64-bit floating point.</summary>
    F64,

    /// <summary>Signed 64-bit integer.</summary>
    I64,

    /// <summary>Unsigned 64-bit integer.</summary>
    U64,
}

/// <summary>Sizes and names of stored data types.</summary>
public static class TensorDtypes
{
    /// <summary>Bytes of one element.</summary>
    public static int Size(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool or TensorDtype.U8 or TensorDtype.I8 or TensorDtype.F8E5M2 or TensorDtype.F8E4M3 => 1,
        TensorDtype.I16 or TensorDtype.U16 or TensorDtype.F16 or TensorDtype.BF16 => 2,
        TensorDtype.I32 or TensorDtype.U32 or TensorDtype.F32 => 4,
        TensorDtype.F64 or TensorDtype.I64 or TensorDtype.U64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, null),
    };

    /// <summary>The name in a safetensors header, such as <c>BF16</c>.</summary>
    public static string StoredName(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.Bool => "BOOL",
        TensorDtype.F8E5M2 => "F8_E5M2",
        TensorDtype.F8E4M3 => "F8_E4M3",
        _ => dtype.ToString(),
    };

    /// <summary>The name in config.json, such as <c>bfloat16</c>; null where no model is declared in this type.</summary>
    public static string? ConfigName(this TensorDtype dtype) => dtype switch
    {
        TensorDtype.F32 => "float32",
        TensorDtype.BF16 => "bfloat16",
        TensorDtype.F16 => "float16",
        TensorDtype.F64 => "float64",
        _ => null,
    };

    /// <summary>The type of a name in a safetensors header; null where the format has no such name.</summary>
    public static TensorDtype? ParseStored(string name)
    {
        foreach (TensorDtype dtype in Enum.GetValues<TensorDtype>())
        {
            if (dtype.StoredName() == name)
            {
                return dtype;
            }
        }

        return null;
    }

    /// <summary>The type of a name in config.json; null where it is none of a model's.</summary>
    public static TensorDtype? ParseConfig(string name) => name switch
    {
        "float32" => TensorDtype.F32,
        "bfloat16" => TensorDtype.BF16,
        "float16" => TensorDtype.F16,
        "float64" => TensorDtype.F64,
        _ => null,
    };
}
