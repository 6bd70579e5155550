using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Solar.Runtime.Text;

/// <summary>What tokenizer_config.json says beside the vocabulary. A missing file or key leaves Llama's defaults.</summary>
internal sealed record TokenizerSettings
{
    public const string FileName = "tokenizer_config.json";

    /// <summary>Whether texts begin with the begin token, where the file says it.</summary>
    public bool? SaysAddsBos { get; init; }

    /// <summary>Whether texts end with the end token, where the file says it.</summary>
    public bool? SaysAddsEos { get; init; }

    /// <summary>Whether texts begin with the begin token; as Llama's do where the file does not say it.</summary>
    public bool AddsBos => SaysAddsBos ?? true;

    /// <summary>Whether texts end with the end token; as Llama's do not where the file does not say it.</summary>
    public bool AddsEos => SaysAddsEos ?? false;

    /// <summary>The begin token's text; null for the vocabulary's own.</summary>
    public string? Bos { get; init; }

    /// <summary>The end token's text; null for the vocabulary's own.</summary>
    public string? Eos { get; init; }

    /// <summary>Tokens by their text, those of the vocabulary among them.</summary>
    public IReadOnlyDictionary<string, int> Added { get; init; } = new Dictionary<string, int>();

    /// <summary>The same with what else is said of them.</summary>
    public IReadOnlyList<SpecialToken> Special { get; init; } = [];

    /// <summary>Whether SentencePiece's leading space is put before the text behind each special token too, as Llama's was until 2023; what is not said is so.</summary>
    public bool IsLegacy { get; init; } = true;

    /// <summary>The checkpoint's own chat template, where the file has it; of several the one that is called default.</summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Reads the file beside a tokenizer's own.</summary>
    /// <exception cref="TokenizerException">The file is no JSON object, or a key has another type than it should.</exception>
    public static TokenizerSettings Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path))
        {
            return new TokenizerSettings();
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return Read(document.RootElement);
        }
        catch (System.Exception fault) when (fault is JsonException or KeyNotFoundException or System.InvalidOperationException or System.FormatException)
        {
            throw new TokenizerException(path, $"not a tokenizer configuration: {fault.Message}", fault);
        }
    }

    private static TokenizerSettings Read(JsonElement root)
    {
        TokenizerSettings settings = new();
        Dictionary<string, int> added = [];
        List<SpecialToken> special = [];
        foreach (JsonProperty entry in root.EnumerateObject())
        {
            switch (entry.Name)
            {
                case "add_bos_token" when entry.Value.ValueKind != JsonValueKind.Null:
                    settings = settings with { SaysAddsBos = entry.Value.GetBoolean() };
                    break;
                case "add_eos_token" when entry.Value.ValueKind != JsonValueKind.Null:
                    settings = settings with { SaysAddsEos = entry.Value.GetBoolean() };
                    break;
                case "bos_token":
                    settings = settings with { Bos = TokenText(entry.Value) };
                    break;
                case "eos_token":
                    settings = settings with { Eos = TokenText(entry.Value) };
                    break;
                case "added_tokens_decoder":
                    foreach (JsonProperty token in entry.Value.EnumerateObject())
                    {
                        int id = int.Parse(token.Name, NumberStyles.None, CultureInfo.InvariantCulture);
                        string text = TokenText(token.Value)!;
                        added[text] = id;
                        special.Add(new SpecialToken(text, id, IsTrue(token.Value, "lstrip"), IsTrue(token.Value, "rstrip")));
                    }

                    break;
                case "legacy" when entry.Value.ValueKind != JsonValueKind.Null:
                    settings = settings with { IsLegacy = entry.Value.GetBoolean() };
                    break;
                case "chat_template":
                    settings = settings with { ChatTemplate = Template(entry.Value) };
                    break;
            }
        }

        return settings with { Added = added, Special = special };
    }

    /// <summary>Whether a token object has a mark.</summary>
    internal static bool IsTrue(JsonElement token, string name) =>
        token.ValueKind == JsonValueKind.Object && token.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    // A template is its text, or one of a list that have names.
    private static string? Template(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Array => value.EnumerateArray()
            .Where(template => template.GetProperty("name").GetString() == "default")
            .Select(template => template.GetProperty("template").GetString())
            .FirstOrDefault(),
        _ => value.GetString(),
    };

    // A token is its text, or an object that has it as "content".
    private static string? TokenText(JsonElement token) => token.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => token.TryGetProperty("content", out JsonElement content)
            ? content.GetString()
            : throw new System.FormatException("a token object has no \"content\""),
        _ => token.GetString(),
    };
}
