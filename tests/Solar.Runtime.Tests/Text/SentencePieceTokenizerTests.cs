using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Text;

/// <summary>Token ids against those of SentencePiece itself, and what is said of broken files.</summary>
public sealed class SentencePieceTokenizerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-text-");

    [SkippableFact]
    public void StoriesTokenizer_GivesSentencePiecesIds()
    {
        string folder = SolarAssets.Path("stories260K/hf");
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(folder);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));

        JsonElement[] texts = [.. expected.RootElement.GetProperty("tokenizer").EnumerateArray()];
        Assert.Equal(23, texts.Length);
        Assert.All(texts, text => Assert.Equal(Ids(text, "ids"), tokenizer.Encode(text.GetProperty("text").GetString()!, addBos: false)));

        JsonElement[] prompts = [.. expected.RootElement.GetProperty("prompts").EnumerateArray()];
        Assert.Equal(3, prompts.Length);
        Assert.All(prompts, text => Assert.Equal(Ids(text, "input_ids"), tokenizer.Encode(text.GetProperty("text").GetString()!, tokenizer.AddsBos)));
    }

    [SkippableFact]
    public void StoriesTokenizer_DecodesWhatItEncoded()
    {
        string folder = SolarAssets.Path("stories260K/hf");
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(folder);
        using JsonDocument expected = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "expected.json")));

        foreach (JsonElement entry in expected.RootElement.GetProperty("tokenizer").EnumerateArray())
        {
            string text = entry.GetProperty("text").GetString()!;
            Assert.Equal(text.Replace('\u2581', ' '), tokenizer.Decode(tokenizer.Encode(text, addBos: true)));
        }

        JsonElement greedy = expected.RootElement.GetProperty("greedy");
        Assert.Equal(greedy.GetProperty("text").GetString(), tokenizer.Decode(Ids(greedy, "ids")));
    }

    [SkippableFact]
    public void StoriesTokenizer_KnowsItsTokensAndPolicy()
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("stories260K/hf"));

        Assert.Equal((512, 1, 2), (tokenizer.VocabSize, tokenizer.BosId, tokenizer.EosId));
        Assert.True(tokenizer.AddsBos);
        Assert.False(tokenizer.AddsEos);
    }

    [SkippableFact]
    public void MistralModelFile_EncodesHelloWorld()
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("tokenizer/mistral-tokenizer.model.v1"));

        Assert.Equal([22557, 1526], tokenizer.Encode("Hello world", addBos: false));
        Assert.Equal([1, 22557, 1526], tokenizer.Encode("Hello world", addBos: true));
        Assert.Equal("Hello world", tokenizer.Decode([1, 22557, 1526, 2]));
        Assert.Equal(32000, tokenizer.VocabSize);
    }

    /// <summary>tok512.bin is the same vocabulary as stories260K's own code has it: int32 max_len, then for each id a score, a length and bytes.</summary>
    [SkippableFact]
    public void StoriesTokenizer_HasThePiecesOfTok512()
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("stories260K/hf"));
        using BinaryReader pieces = new(File.OpenRead(SolarAssets.Path("stories260K/tok512.bin")));
        pieces.ReadInt32();
        for (int id = 0; id < 512; id++)
        {
            pieces.ReadSingle();
            string piece = System.Text.Encoding.UTF8.GetString(pieces.ReadBytes(pieces.ReadInt32()));
            if (id > 258)
            {
                // A word before it keeps the space that a text's first piece loses.
                Assert.Equal("a" + piece, tokenizer.Decode([.. tokenizer.Encode("a", addBos: false), id]));
            }
        }

        Assert.Equal(pieces.BaseStream.Length, pieces.BaseStream.Position);
    }

    [Fact]
    public void Configuration_DecidesBeginEndAndAddedTokens()
    {
        TrainSmall().Save(_folder.FullName);
        int added = SentencePieceTokenizer.Load(_folder.FullName).VocabSize;
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), $$"""
            {
              "add_bos_token": false, "add_eos_token": true,
              "bos_token": { "content": "<s>" }, "eos_token": "<|im_end|>",
              "added_tokens_decoder": { "0": { "content": "<unk>" }, "{{added}}": { "content": "<|im_end|>", "special": true } }
            }
            """);

        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(_folder.FullName);

        Assert.Equal((false, true, 1, added, added + 1), (tokenizer.AddsBos, tokenizer.AddsEos, tokenizer.BosId, tokenizer.EosId, tokenizer.VocabSize));
        Assert.Contains(added, tokenizer.Encode("an end<|im_end|>", addBos: false));
        Assert.Equal("an end", tokenizer.Decode(tokenizer.Encode("an end<|im_end|>", addBos: true)));
    }

    [Fact]
    public void FolderWithoutModel_IsRefusedWithTheMend()
    {
        TokenizerException refusal = Assert.Throws<TokenizerException>(() => SentencePieceTokenizer.Load(_folder.FullName));

        Assert.Equal(_folder.FullName, refusal.Path);
        Assert.Contains("the folder has no tokenizer.model and no tokenizer.json; copy it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FolderWithTokenizerJsonAlone_IsRefusedBySayingSo()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), "{}");

        Assert.Contains(
            "tokenizer.json alone",
            Assert.Throws<TokenizerException>(() => SentencePieceTokenizer.Load(_folder.FullName)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void MissingFolder_IsRefused() =>
        Assert.Throws<TokenizerException>(() => SentencePieceTokenizer.Load(Path.Combine(_folder.FullName, "nowhere")));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x0A, 0x7F, 1, 2, 3 })]
    public void BrokenModelFile_IsRefusedByName(byte[] bytes)
    {
        string file = Path.Combine(_folder.FullName, "tokenizer.model");
        File.WriteAllBytes(file, bytes);

        TokenizerException refusal = Assert.Throws<TokenizerException>(() => SentencePieceTokenizer.Load(_folder.FullName));

        Assert.Equal(file, refusal.Path);
        Assert.Contains("not a SentencePiece model", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{ "add_bos_token": "yes" }""")]
    [InlineData("""{ "added_tokens_decoder": { "x": { "content": "a" } } }""")]
    [InlineData("""{ "bos_token": { "lstrip": false } }""")]
    public void BrokenConfiguration_IsRefusedByName(string json)
    {
        TrainSmall().Save(_folder.FullName);
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), json);

        TokenizerException refusal = Assert.Throws<TokenizerException>(() => SentencePieceTokenizer.Load(_folder.FullName));

        Assert.EndsWith("tokenizer_config.json", refusal.Path, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static SentencePieceVocabulary TrainSmall() => BytePairTrainer.Train(["an end and an end"], BytePairTrainer.ReservedPieces + 7);

    private static IEnumerable<int> Ids(JsonElement entry, string key) => entry.GetProperty(key).EnumerateArray().Select(id => id.GetInt32());
}
