using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Solar.Testing;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>
/// Texts of the language as the repository's own tests, samples and documents have them: whatever is written there of a new word is fuzzed from that day on.
/// </summary>
internal static partial class FuzzSeeds
{
    private const string Sections = "^(models|stages|merges|data):";

    private static readonly string[] Texts = [.. Files().SelectMany(Literals).Select(Unmarked).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Programs in YAML.</summary>
    public static IReadOnlyList<string> Yaml { get; } =
        [.. Texts.Where(text => Regex.IsMatch(text, Sections, RegexOptions.Multiline) && !text.Contains("class ", StringComparison.Ordinal))];

    /// <summary>Programs in C#.</summary>
    public static IReadOnlyList<string> CSharp { get; } =
        [.. Texts.Where(text => text.Contains("partial class", StringComparison.Ordinal) && text.Contains('[', StringComparison.Ordinal))];

    /// <summary>Files of model hubs.</summary>
    public static IReadOnlyList<string> Configs { get; } =
        [.. Texts.Where(text => text.TrimStart().StartsWith('{') && text.Contains("\"model_type\"", StringComparison.Ordinal))];

    /// <summary>Recipes of mergekit.</summary>
    public static IReadOnlyList<string> MergeKit { get; } =
        [.. Texts.Where(text => Regex.IsMatch(text, "^(merge_method|slices|models):", RegexOptions.Multiline) && text.Contains("merge_method", StringComparison.Ordinal))];

    // Test sources, documents and samples; what is built from them holds nothing more.
    private static IEnumerable<string> Files() =>
        new[] { "tests", "samples", "consumers", "docs", "src/Solar.Models" }
            .SelectMany(folder => Directory.EnumerateFiles(Repository.Path(folder), "*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".cs" or ".md" or ".yaml" or ".yml" or ".json")
            .Where(path => !Built().IsMatch(path) && !path.EndsWith(".verified.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Literals(string path)
    {
        string text = File.ReadAllText(path).Replace("\r\n", "\n", StringComparison.Ordinal);
        return Path.GetExtension(path) switch
        {
            ".cs" => RawStrings().Matches(text).Select(match => Dedented(match.Groups[2].Value))
                .Concat(Strings().Matches(text).Select(match => Unescaped(match.Groups[1].Value)))
                .Append(text.Contains("[Llama(", StringComparison.Ordinal) && !path.Contains("Tests", StringComparison.Ordinal) ? text : ""),
            ".md" => Fences().Matches(text).Select(match => match.Groups[1].Value),
            _ => [text],
        };
    }

    private static string Dedented(string raw)
    {
        string[] lines = raw.Split('\n');
        int indent = lines.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart(' ').Length).DefaultIfEmpty(0).Min();
        return string.Join("\n", lines.Select(line => line.Length >= indent ? line[indent..] : ""));
    }

    private static string Unescaped(string literal)
    {
        try
        {
            return Regex.Unescape(literal);
        }
        catch (ArgumentException)
        {
            return literal;         // C# knows escapes that regular expressions do not
        }
    }

    private static string Unmarked(string text) => Marks().Replace(text, "");

    [GeneratedRegex(@"[/\\](bin|obj|artifacts)[/\\]")]
    private static partial Regex Built();

    [GeneratedRegex("""(\"{3,})[^\S\n]*\n(.*?)\n[^\S\n]*\1""", RegexOptions.Singleline)]
    private static partial Regex RawStrings();

    [GeneratedRegex("""(?<!")"((?:[^"\\\n]|\\.){12,})"(?!")""")]
    private static partial Regex Strings();

    [GeneratedRegex(@"^```\w*\n(.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"\{\|SOLAR\d+:|\|\}")]
    private static partial Regex Marks();
}
