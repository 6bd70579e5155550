using System.Text.Json;
using System.Text.Json.Serialization;

namespace Solar.Lab.Building;

/// <summary>A line that a child says.</summary>
internal sealed record ChildMessage
{
    /// <summary>Share that is done.</summary>
    public double? Share { get; init; }

    /// <summary>The latest figures.</summary>
    public string? Text { get; init; }

    /// <summary>What it will take in all.</summary>
    public string? Budget { get; init; }

    /// <summary>What it took; it is done.</summary>
    public BuildCost? Cost { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Error { get; init; }

    /// <summary>The line.</summary>
    public string Write() => JsonSerializer.Serialize(this, ChildJson.Default.ChildMessage);

    /// <summary>A message; null where the line is none.</summary>
    public static ChildMessage? Parse(string line)
    {
        try
        {
            return line.StartsWith('{') ? JsonSerializer.Deserialize(line, ChildJson.Default.ChildMessage) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How lines of children are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildMessage))]
internal sealed partial class ChildJson : JsonSerializerContext;
