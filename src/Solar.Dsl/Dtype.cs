namespace Solar;

/// <summary>Data type of a model's weights.</summary>
public enum Dtype
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16-bit floating point with 8 bits of mantissa; the range of float32.</summary>
    BFloat16,

    /// <summary>16-bit floating point with 11 bits of mantissa; overflows above 65504.</summary>
    Float16,
}
