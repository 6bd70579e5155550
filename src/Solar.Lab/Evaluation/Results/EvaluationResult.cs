using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Solar.Lab.Evaluation.Results;

/// <summary>A measurement and all that it follows from: <c>results.json</c>.</summary>
public sealed record EvaluationResult
{
    /// <summary>Name of the file in a folder of results.</summary>
    public const string FileName = "results.json";

    private const int Version = 1;
    private const long GreatestLength = 100_000_000;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        NewLine = "\n",
    };

    /// <summary>The form of the file.</summary>
    [JsonPropertyOrder(0)]
    public int FormatVersion { get; init; } = Version;

    /// <summary>What the model is called in tables.</summary>
    [JsonPropertyOrder(1)]
    public required string Model { get; init; }

    /// <summary>How it was measured and on what.</summary>
    [JsonPropertyOrder(2)]
    public required EvaluationManifest Manifest { get; init; }

    /// <summary>What was measured.</summary>
    [JsonPropertyOrder(3)]
    public required EvaluationFigures Figures { get; init; }

    /// <summary>Writes the file; it is there whole or not at all.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        string file = Path.Combine(directory, FileName), temporary = file + ".tmp";
        File.WriteAllText(temporary, JsonSerializer.Serialize(this, Options) + "\n");
        File.Move(temporary, file, overwrite: true);
    }

    /// <summary>Reads a file, or that of a folder.</summary>
    /// <exception cref="InvalidDataException">It holds no results.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static EvaluationResult Read(string path)
    {
        string file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file))
        {
            throw new FileNotFoundException($"There is no {file}: name a {FileName} that 'eval' has written, or its folder.");
        }

        try
        {
            EvaluationResult? result = new FileInfo(file).Length <= GreatestLength ? JsonSerializer.Deserialize<EvaluationResult>(File.ReadAllText(file), Options) : null;
            return result is { FormatVersion: Version } read
                ? read
                : throw new InvalidDataException($"{file} holds no results of this version of Solar; measure again with 'eval', which takes no time where answers were kept.");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"{file} holds no results ({fault.Message}); measure again with 'eval'.", fault);
        }
    }
}

/// <summary>How a measurement came about.</summary>
public sealed record EvaluationManifest
{
    /// <summary>Version of Solar.</summary>
    public required string Solar { get; init; }

    /// <summary>The profile's name.</summary>
    public required string Profile { get; init; }

    /// <summary>The program whose choices the profile has, to its commit.</summary>
    public required string Reference { get; init; }

    /// <summary>What the measured model is known by: a hash over <see cref="Identity"/>.</summary>
    public required string ModelHash { get; init; }

    /// <summary>All that answers follow from beside the requests: hashes of the checkpoint's files and the tokenizer, and how the engine answers.</summary>
    public string? Identity { get; init; }

    /// <summary>Number of the model's parameters.</summary>
    public long? Parameters { get; init; }

    /// <summary>The type that it computed in, such as <c>float32</c>.</summary>
    public string? Dtype { get; init; }

    /// <summary>The device.</summary>
    public string? Device { get; init; }

    /// <summary>Whether contexts began with the begin token.</summary>
    public bool AddsBos { get; init; }

    /// <summary>Greatest number of tokens that the model was fed.</summary>
    public int MaxLength { get; init; }

    /// <summary>Requests that lost tokens on their left.</summary>
    public long TruncatedRequests { get; init; }

    /// <summary>How many they lost in all.</summary>
    public long TruncatedTokens { get; init; }

    /// <summary>Documents of each task at most; null for all.</summary>
    public double? Limit { get; init; }

    /// <summary>Folder of the data.</summary>
    public required string Data { get; init; }

    /// <summary>When it was finished.</summary>
    public DateTime Finished { get; init; }

    /// <summary>Seconds of the last run; one whose answers were kept takes few.</summary>
    public double Seconds { get; init; }

}
