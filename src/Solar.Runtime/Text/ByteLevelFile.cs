using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Solar.Runtime.Text;

/// <summary>What a tokenizer.json of a byte-level vocabulary says.</summary>
internal sealed record ByteLevelFile
{
    // How GPT-2 divides text, where the file says only that it does.
    private const string Gpt2Pattern = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    /// <summary>Ids of tokens, whose bytes are written as characters.</summary>
    public required IReadOnlyDictionary<string, int> Vocabulary { get; init; }

    /// <summary>The pairs that are merged, first ones first.</summary>
    public required IReadOnlyList<(string Left, string Right)> Merges { get; init; }

    /// <summary>Tokens that are read from text as a whole.</summary>
    public required IReadOnlyDictionary<string, int> Added { get; init; }

    /// <summary>The same with what else is said of them.</summary>
    public IReadOnlyList<SpecialToken> SpecialTokens { get; init; } = [];

    /// <summary>How text is divided before anything is merged.</summary>
    public required string Pattern { get; init; }

    /// <summary>Whether a word that is a token is one, whatever the merges say.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Whether text begins with a space.</summary>
    public bool AddsPrefixSpace { get; init; }

    /// <summary>Whether text is brought into Unicode's form C.</summary>
    public bool IsComposed { get; init; }

    /// <summary>The token that is put before a text; null for none.</summary>
    public string? Begin { get; init; }

    /// <summary>The token that is put behind a text; null for none.</summary>
    public string? End { get; init; }

    /// <summary>The same without tokens that are read from text as a whole.</summary>
    public ByteLevelFile WithoutAdded() => this with
    {
        Vocabulary = Vocabulary.Where(token => !Added.ContainsKey(token.Key)).ToDictionary(token => token.Key, token => token.Value, StringComparer.Ordinal),
        Added = new Dictionary<string, int>(),
        SpecialTokens = [],
    };

    /// <summary>Reads the file.</summary>
    /// <exception cref="TokenizerException">It is of another kind, or cannot be read.</exception>
    public static ByteLevelFile Read(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or RegexParseException)
        {
            throw new TokenizerException(path, $"not a byte-level tokenizer: {fault.Message}", fault);
        }
    }

    private static ByteLevelFile Read(JsonElement root)
    {
        JsonElement model = root.GetProperty("model");
        if (Text(model, "type") is { } type and not "BPE")
        {
            throw new FormatException($"its model is '{type}', and only BPE is read here; where the checkpoint has a tokenizer.model, that is read instead");
        }

        var added = new Dictionary<string, int>(StringComparer.Ordinal);
        var special = new List<SpecialToken>();
        if (Find(root, "added_tokens") is { } tokens)
        {
            foreach (JsonElement token in tokens.EnumerateArray())
            {
                (string text, int id) = (token.GetProperty("content").GetString()!, token.GetProperty("id").GetInt32());
                added[text] = id;
                special.Add(new SpecialToken(text, id, TokenizerSettings.IsTrue(token, "lstrip"), TokenizerSettings.IsTrue(token, "rstrip")));
            }
        }

        var file = new ByteLevelFile
        {
            Vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(token => token.Name, token => token.Value.GetInt32(), StringComparer.Ordinal),
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(Pair)],
            Added = added,
            SpecialTokens = special,
            Pattern = Gpt2Pattern,
            IgnoresMerges = Find(model, "ignore_merges") is { ValueKind: JsonValueKind.True },
            IsComposed = Normalizer(root),
        };
        file = PreTokenizer(file, root);
        return Find(root, "post_processor") is { } post ? Template(file, post) : file;
    }

    // "a b", or ["a", "b"] as newer files have it.
    private static (string, string) Pair(JsonElement merge)
    {
        string[] parts = merge.ValueKind == JsonValueKind.Array ? [.. merge.EnumerateArray().Select(part => part.GetString()!)] : merge.GetString()!.Split(' ');
        return parts is [string left, string right] ? (left, right) : throw new FormatException($"merge '{merge}' is no pair");
    }

    private static bool Normalizer(JsonElement root) => Find(root, "normalizer") is { } normalizer && (Text(normalizer, "type") switch
    {
        "NFC" => true,
        "Sequence" when normalizer.GetProperty("normalizers").GetArrayLength() == 0 => false,
        var type => throw new FormatException($"its normalizer '{type}' is not known here; NFC is"),
    });

    private static ByteLevelFile PreTokenizer(ByteLevelFile file, JsonElement root)
    {
        if (Find(root, "pre_tokenizer") is not { } pre)
        {
            throw new FormatException("it has no pre_tokenizer, so that its tokens are not bytes");
        }

        JsonElement[] steps = Text(pre, "type") == "Sequence" ? [.. pre.GetProperty("pretokenizers").EnumerateArray()] : [pre];
        bool isBytes = false, isDivided = false;
        foreach (JsonElement step in steps)
        {
            switch (Text(step, "type"))
            {
                case "Split" when !isDivided && Text(step, "behavior") == "Isolated" && Find(step, "invert") is not { ValueKind: JsonValueKind.True }:
                    file = file with { Pattern = step.GetProperty("pattern").GetProperty("Regex").GetString()! };
                    _ = new Regex(file.Pattern, RegexOptions.CultureInvariant);
                    isDivided = true;
                    break;
                case "ByteLevel" when !isBytes:
                    isBytes = true;
                    bool divides = Find(step, "use_regex") is not { ValueKind: JsonValueKind.False };
                    if (divides == isDivided)
                    {
                        throw new FormatException(divides ? "it divides text twice" : "it does not divide text into words");
                    }

                    file = file with { AddsPrefixSpace = Find(step, "add_prefix_space") is { ValueKind: JsonValueKind.True } };
                    break;
                default:
                    throw new FormatException($"its pre_tokenizer '{Text(step, "type")}' is not known here; ByteLevel is, after a Split that isolates what a Regex matches");
            }
        }

        return isBytes ? file : throw new FormatException("its pre_tokenizer has no ByteLevel step");
    }

    // Of a template only what stands before and behind a single text matters.
    private static ByteLevelFile Template(ByteLevelFile file, JsonElement post)
    {
        if (Text(post, "type") == "Sequence")
        {
            return post.GetProperty("processors").EnumerateArray().Aggregate(file, Template);
        }

        if (Text(post, "type") != "TemplateProcessing")
        {
            return file;
        }

        JsonElement[] parts = [.. post.GetProperty("single").EnumerateArray()];
        return file with { Begin = Special(parts.FirstOrDefault()), End = Special(parts.LastOrDefault()) };
    }

    private static string? Special(JsonElement part) => part.ValueKind == JsonValueKind.Object && Find(part, "SpecialToken") is { } token ? Text(token, "id") : null;

    private static JsonElement? Find(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement element, string name) => Find(element, name)?.GetString();
}
