namespace Solar.Runtime.Checkpoints;

/// <summary>A tensor of a safetensors file and where its bytes lie.</summary>
/// <param name="Info">Name, data type and shape.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">Byte after the last, counted from the end of the header.</param>
public sealed record SafetensorsEntry(TensorInfo Info, long Begin, long End)
{
    /// <summary>Its name.</summary>
    public string Name => Info.Name;
}
