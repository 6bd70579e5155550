using System.IO;
using System.Text.Json;

namespace SolarPaper;

/// <summary>Measurements in files, each with the key of what was measured: equal keys are not measured again.</summary>
internal static class KeptMeasurement
{
    /// <summary>Reads a file; null where there is none, or where it was torn.</summary>
    public static T? Read<T>(string file)
        where T : class
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<T>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a file; it is there whole or not at all.</summary>
    public static void Write<T>(string file, T measured)
    {
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(measured));
        File.Move(file + ".new", file, overwrite: true);
    }
}
