using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Text;

/// <summary>tokenizer.json: GPT-2's ids against tiktoken's, and what is said of files of other kinds.</summary>
public sealed class ByteLevelTokenizerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-text-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("Hello world", new[] { 15496, 995 })]
    [InlineData("", new int[0])]
    [InlineData("Hello, y'all! How are you ?", new[] { 15496, 11, 331, 6, 439, 0, 1374, 389, 345, 5633 })]
    [InlineData("a<|endoftext|>b", new[] { 64, 50256, 65 })]
    public void Gpt2_GivesItsPublishedIds(string text, int[] expected) => Assert.Equal(expected, Load(Gpt2File.Json()).Encode(text, addBos: false));

    [SkippableTheory]
    [InlineData("corpus/tinyshakespeare.txt")]
    [InlineData("corpus/wikitext2-valid.txt")]
    public void Gpt2_GivesTiktokensIdsForAWholeCorpus(string corpus)
    {
        string text = File.ReadAllText(SolarAssets.Path(corpus));
        ByteLevelTokenizer merging = Load(Gpt2File.Json());
        ByteLevelTokenizer byRank = Load(Gpt2File.Json(file => file["model"]!["ignore_merges"] = true));

        IReadOnlyList<int> expected = Gpt2File.Tiktoken.EncodeToIds(text);

        Assert.Equal(expected, merging.Encode(text, addBos: false));
        Assert.Equal(expected, byRank.Encode(text, addBos: false));
        Assert.Equal(text, merging.Decode(expected));
    }

    [Theory]
    [InlineData("日本語 😁\u00a0\t\r\n  x  ")]
    [InlineData("e\u0301 ﬁ \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67 ½²")]
    [InlineData("    four\n\n\n123456789 'tis it's I'LL")]
    [InlineData("\u0000\u0001\u007f\u0080\uffff")]
    public void OddTexts_HaveTiktokensIds_AndComeBackWhole(string text)
    {
        ByteLevelTokenizer tokenizer = Load(Gpt2File.Json());

        IReadOnlyList<int> ids = tokenizer.Encode(text, addBos: false);

        Assert.Equal(Gpt2File.Tiktoken.EncodeToIds(text), ids);
        Assert.Equal(text, tokenizer.Decode(ids));
    }

    [Fact]
    public void WrittenDivision_PrefixSpaceAndComposition_AreFollowed()
    {
        ByteLevelTokenizer written = Load(Gpt2File.Json(file =>
        {
            file["normalizer"] = new JsonObject { ["type"] = "NFC" };
            file["pre_tokenizer"] = JsonNode.Parse("""
                { "type": "Sequence", "pretokenizers": [
                  { "type": "Split", "pattern": { "Regex": " ?\\p{L}+|\\p{N}|[^\\p{L}\\p{N}]" }, "behavior": "Isolated", "invert": false },
                  { "type": "ByteLevel", "add_prefix_space": true, "use_regex": false } ] }
                """);
        }));

        Assert.Equal(Gpt2File.Tiktoken.EncodeToIds(" caf\u00e9"), written.Encode("caf\u00e9", addBos: false));
        if ("e\u0301".Normalize(NormalizationForm.FormC) == "\u00e9")
        {
            Assert.Equal(Gpt2File.Tiktoken.EncodeToIds(" caf\u00e9"), written.Encode("cafe\u0301", addBos: false));
        }
        else
        {
            // A machine without ICU: nothing is left as it is in silence.
            Assert.Contains("runs without ICU", Assert.Throws<TokenizerException>(() => written.Encode("cafe\u0301", addBos: false)).Message, StringComparison.Ordinal);
        }

        Assert.Equal([.. "199".Select(digit => Gpt2File.Tiktoken.EncodeToIds($"{digit}").Single())], written.Encode("199", addBos: false).Skip(1));
    }

    [Theory]
    [InlineData("{}", -1, -1, false, false)]
    [InlineData("""{ "eos_token": "<|endoftext|>", "bos_token": "<|endoftext|>" }""", 50256, 50256, false, false)]
    [InlineData("""{ "eos_token": { "content": "<|endoftext|>" }, "bos_token": "!", "add_bos_token": true, "add_eos_token": true }""", 0, 50256, true, true)]
    public void BeginAndEnd_AreWhatTheConfigurationSays(string config, int bos, int eos, bool addsBos, bool addsEos)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), config);

        ByteLevelTokenizer tokenizer = Load(Gpt2File.Json());

        Assert.Equal((bos, eos, addsBos, addsEos, 50257), (tokenizer.BosId, tokenizer.EosId, tokenizer.AddsBos, tokenizer.AddsEos, tokenizer.VocabSize));
        Assert.Equal(addsBos ? [bos, 64] : [64], tokenizer.Encode("a", tokenizer.AddsBos));
    }

    [Fact]
    public void Template_SaysThatABeginTokenIsAdded()
    {
        ByteLevelTokenizer tokenizer = Load(Gpt2File.Json(file => file["post_processor"] = JsonNode.Parse("""
            { "type": "Sequence", "processors": [ { "type": "ByteLevel" },
              { "type": "TemplateProcessing", "single": [ { "SpecialToken": { "id": "<|endoftext|>", "type_id": 0 } }, { "Sequence": { "id": "A", "type_id": 0 } } ] } ] }
            """)));

        Assert.Equal((50256, true, false), (tokenizer.BosId, tokenizer.AddsBos, tokenizer.AddsEos));
    }

    [Theory]
    [InlineData("""{ "model": { "type": "Unigram", "vocab": [] } }""", "its model is 'Unigram'")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": {}, "merges": [] } }""", "it has no pre_tokenizer")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": {}, "merges": [] }, "pre_tokenizer": { "type": "Metaspace" } }""", "its pre_tokenizer 'Metaspace' is not known here")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": {}, "merges": ["abc"] }, "pre_tokenizer": { "type": "ByteLevel" } }""", "merge 'abc' is no pair")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": 0 }, "merges": [] }, "normalizer": { "type": "Lowercase" }, "pre_tokenizer": { "type": "ByteLevel" } }""", "its normalizer 'Lowercase'")]
    [InlineData("""{ "model": { "type": "BPE", "vocab": { "a": "b" }, "merges": [] } }""", "not a byte-level tokenizer")]
    [InlineData("{", "not a byte-level tokenizer")]
    [InlineData("[]", "not a byte-level tokenizer")]
    public void OtherOrBrokenFile_IsRefusedByName(string json, string problem)
    {
        TokenizerException refusal = Assert.Throws<TokenizerException>(() => Load(json));

        Assert.EndsWith("tokenizer.json", refusal.Path, StringComparison.Ordinal);
        Assert.Contains(problem, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_GivesTheTokenizerThatItHas()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), Gpt2File.Json());
        Assert.IsType<ByteLevelTokenizer>(TextTokenizer.Load(_folder.FullName));

        BytePairTrainer.Train(["an end and an end"], BytePairTrainer.ReservedPieces + 7).Save(_folder.FullName);
        Assert.IsType<SentencePieceTokenizer>(TextTokenizer.Load(_folder.FullName));
        Assert.IsType<ByteLevelTokenizer>(TextTokenizer.Load(Path.Combine(_folder.FullName, "tokenizer.json")));
        Assert.Throws<TokenizerException>(() => TextTokenizer.Load(Path.Combine(_folder.FullName, "nowhere")));
    }

    [Fact]
    public void Fingerprint_IsThatOfTheFiles()
    {
        string first = Load(Gpt2File.Json()).Fingerprint!;
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), """{ "add_bos_token": false }""");

        string second = Load(Gpt2File.Json()).Fingerprint!;

        Assert.NotEqual(first, second);
        Assert.StartsWith(first, second, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullName, second, StringComparison.Ordinal);
    }

    private ByteLevelTokenizer Load(string json)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), json);
        return ByteLevelTokenizer.Load(_folder.FullName);
    }
}
