using System;
using System.IO;
using System.Text.Json;

namespace Solar.Lab.Building;

/// <summary>The records of a folder of checkpoints: <c>.build/NAME.json</c> in it.</summary>
/// <param name="checkpointsDirectory">The folder.</param>
internal sealed class BuildRecords(string checkpointsDirectory)
{
    private readonly string _directory = Path.Combine(checkpointsDirectory, ".build");

    /// <summary>The file of hashes that goes with them.</summary>
    public string HashesFile => Path.Combine(_directory, "hashes.txt");

    /// <summary>The record of a node; null where there is none that can be read.</summary>
    public BuildRecord? Find(string name)
    {
        string file = FileOf(name);
        try
        {
            BuildRecord? record = File.Exists(file) ? JsonSerializer.Deserialize(File.ReadAllText(file), BuildJson.Default.BuildRecord) : null;
            return record?.FormatVersion == BuildRecord.Version ? record : null;
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a record; it is there whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(BuildRecord record)
    {
        Directory.CreateDirectory(_directory);
        string file = FileOf(record.Name), temporary = $"{file}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(temporary, JsonSerializer.Serialize(record, BuildJson.Default.BuildRecord));
            File.Move(temporary, file, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>The file of a node's record.</summary>
    public string FileOf(string name) => Path.Combine(_directory, name + ".json");
}
