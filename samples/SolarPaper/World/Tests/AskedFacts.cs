using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace SolarPaper.World.Tests;

/// <summary>Which fact each item of a test asks: items of one fact are right or wrong together, and count as one where errors are computed.</summary>
internal static class AskedFacts
{
    /// <summary>One name an item; an item of no fact has its own.</summary>
    /// <param name="data">Folder of the small world's files.</param>
    /// <param name="test">Name of the test.</param>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    public static IReadOnlyList<string> Of(string data, string test) =>
        [.. System.IO.File.ReadLines(File(data, test)).Select((line, number) => Name(line) ?? number.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The file of a test's items.</summary>
    public static string File(string data, string test) => Path.Combine(data, "tests", test + "_test.jsonl");

    private static string? Name(string line)
    {
        using JsonDocument item = JsonDocument.Parse(line);
        return item.RootElement.TryGetProperty("fact", out JsonElement fact) ? fact.GetString() : null;
    }
}
