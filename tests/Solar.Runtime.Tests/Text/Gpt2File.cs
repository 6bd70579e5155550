using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;

namespace Solar.Runtime.Tests.Text;

/// <summary>GPT-2's vocabulary as a tokenizer.json, made from the ranks that tiktoken has.</summary>
internal static class Gpt2File
{
    private const int EndOfText = 50256;

    private static readonly Lazy<(JsonObject Vocabulary, JsonArray Merges)> Parts = new(Make);

    /// <summary>The other way to the same ids.</summary>
    public static TiktokenTokenizer Tiktoken { get; } = TiktokenTokenizer.CreateForModel("gpt2");

    /// <summary>The file, after a change.</summary>
    public static string Json(Action<JsonObject>? change = null)
    {
        var file = new JsonObject
        {
            ["added_tokens"] = new JsonArray(new JsonObject { ["id"] = EndOfText, ["content"] = "<|endoftext|>", ["special"] = true }),
            ["normalizer"] = null,
            ["pre_tokenizer"] = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["trim_offsets"] = true },
            ["post_processor"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject { ["type"] = "BPE", ["vocab"] = Parts.Value.Vocabulary.DeepClone(), ["merges"] = Parts.Value.Merges.DeepClone() },
        };
        change?.Invoke(file);
        return file.ToJsonString();
    }

    // A token of several bytes came about by the merge of the two tokens that its bytes become when only merges of lower rank are made.
    private static (JsonObject Vocabulary, JsonArray Merges) Make()
    {
        var ranks = (IReadOnlyDictionary<ReadOnlyMemory<byte>, int>)typeof(TiktokenTokenizer)
            .GetProperty("Encoder", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(Tiktoken)!;
        Dictionary<string, int> ids = ranks.ToDictionary(token => Spell(token.Key.Span), token => token.Value, StringComparer.Ordinal);
        var vocabulary = new JsonObject();
        var merges = new JsonArray();
        foreach ((string token, int rank) in ids.OrderBy(token => token.Value))
        {
            vocabulary[token] = rank;
            if (token.Length > 1)
            {
                merges.Add((JsonNode)Join(token, rank, ids));
            }
        }

        return (vocabulary, merges);
    }

    private static string Join(string token, int rank, Dictionary<string, int> ids)
    {
        List<string> parts = [.. token.Select(character => character.ToString())];
        while (parts.Count > 2)
        {
            int best = Enumerable.Range(0, parts.Count - 1).MinBy(i => ids.TryGetValue(parts[i] + parts[i + 1], out int id) && id < rank ? id : int.MaxValue);
            parts[best] += parts[best + 1];
            parts.RemoveAt(best + 1);
        }

        return $"{parts[0]} {parts[1]}";
    }

    // bytes_to_unicode of GPT-2's encoder.py.
    private static string Spell(ReadOnlySpan<byte> bytes)
    {
        List<int> printable = [.. Enumerable.Range('!', '~' - '!' + 1), .. Enumerable.Range(0xA1, 0xAC - 0xA1 + 1), .. Enumerable.Range(0xAE, 0xFF - 0xAE + 1)];
        List<int> others = [.. Enumerable.Range(0, 256).Except(printable)];
        string spelled = "";
        foreach (byte value in bytes)
        {
            spelled += printable.Contains(value) ? (char)value : (char)(256 + others.IndexOf(value));
        }

        return spelled;
    }
}
