using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace Solar.Lab.Evaluation;

/// <summary>A few examples of what a model is to do well.</summary>
/// <param name="Prompt">What is given; empty where the whole text is to be predicted.</param>
/// <param name="Answer">What is to be predicted.</param>
public sealed record Example(string Prompt, string Answer);

/// <summary>Reads examples: JSON lines of <c>input</c> and <c>output</c>, as LM-Cocktail has them, or of <c>text</c>.</summary>
public static class ExampleFile
{
    private const int GreatestCount = 10_000;

    /// <summary>The examples of a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line is no example, or there is none; the message says which line, and what it has to be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<Example> Read(string path)
    {
        var examples = new List<Example>();
        int number = 0;
        foreach (string line in File.ReadLines(path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            examples.Add(Parse(line) ?? throw new InvalidDataException(
                $"{path}, line {number}: it is no example. Write {{\"input\": \"…\", \"output\": \"…\"}} or {{\"text\": \"…\"}}, one to a line."));
            if (examples.Count > GreatestCount)
            {
                throw new InvalidDataException($"{path} has more than {GreatestCount} examples: weights need a few, of which each model reads all.");
            }
        }

        return examples.Count > 0 ? examples : throw new InvalidDataException($"{path} has no examples.");
    }

    private static Example? Parse(string line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            return (Text(document, "input"), Text(document, "output"), Text(document, "text")) switch
            {
                ({ } prompt, { Length: > 0 } answer, null) => new Example(prompt, answer),
                (null, null, { Length: > 0 } text) => new Example("", text),
                _ => null,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Text(JsonDocument document, string key) =>
        document.RootElement.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
