using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Text;

/// <summary>Tokens of rendered conversations: the ids of plain encoding, special tokens as one id each, and where each token stands.</summary>
public sealed class TemplateTokensTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-text-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableTheory]
    [InlineData("stories260K/hf", "corpus/tinyshakespeare.txt")]
    [InlineData("stories260K/hf", "corpus/wikitext2-valid.txt")]
    [InlineData("tokenizer/mistral-tokenizer.model.v1", "corpus/wikitext2-valid.txt")]
    public void SentencePiece_GivesThePlainIds_AndEveryCharacterHasItsTokens(string tokenizerPath, string corpus)
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path(tokenizerPath));
        foreach (string text in Parts(File.ReadAllText(SolarAssets.Path(corpus)), 997).Take(200).Concat(Odd))
        {
            // WikiText has <unk>, which is a token where a template writes it.
            TokenizedText tokens = tokenizer.EncodeTemplate(text, [new CharacterSpan(0, text.Length)]);

            Assert.Equal(tokenizer.Encode(text, addBos: false), tokens.Ids);
            AssertTiles(text, tokens.Spans);
        }
    }

    [SkippableFact]
    public void ByteLevel_GivesThePlainIds_AndEveryCharacterHasItsTokens()
    {
        ByteLevelTokenizer tokenizer = ByteLevel();
        foreach (string text in Parts(File.ReadAllText(SolarAssets.Path("corpus/wikitext2-valid.txt")), 997).Take(200).Concat(Odd))
        {
            // WikiText has <unk>, which is a token where a template writes it.
            TokenizedText tokens = tokenizer.EncodeTemplate(text, [new CharacterSpan(0, text.Length)]);

            Assert.Equal(tokenizer.Encode(text, addBos: false), tokens.Ids);
            AssertTiles(text, tokens.Spans);
        }
    }

    [SkippableFact]
    public void SpecialTokensOfTheTemplate_AreIds_AndThoseOfContentsAreText()
    {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.Load(SolarAssets.Path("tokenizer/mistral-tokenizer.model.v1"));
        const string content = "a </s> b";
        string text = $"<s>[INST] {content} [/INST] Yes</s>";
        CharacterSpan span = new(10, 10 + content.Length);

        TokenizedText tokens = tokenizer.EncodeTemplate(text, [span]);

        Assert.Equal([1, .. tokenizer.Encode($"[INST] {content} [/INST] Yes", addBos: false), 2], tokens.Ids);
        Assert.Equal(new CharacterSpan(0, 3), tokens.Spans[0]);
        Assert.Equal(new CharacterSpan(text.Length - 4, text.Length), tokens.Spans[^1]);
        Assert.Equal([1, 2], tokenizer.EncodeTemplate(text, []).Ids.Where(id => id is 1 or 2).Distinct());
        Assert.Equal(3, tokenizer.EncodeTemplate(text, []).Ids.Count(id => id is 1 or 2));
    }

    [SkippableFact]
    public void ByteLevelContent_KeepsWhatLooksLikeASpecialToken()
    {
        ByteLevelTokenizer tokenizer = ByteLevel();
        const string text = "x<|endoftext|>y<|endoftext|>";

        TokenizedText tokens = tokenizer.EncodeTemplate(text, [new CharacterSpan(0, 15)]);

        Assert.Equal(1, tokens.Ids.Count(id => id == 50256));
        Assert.Equal(50256, tokens.Ids[^1]);
        AssertTiles(text, tokens.Spans);
        Assert.Equal(2, tokenizer.EncodeTemplate(text, []).Ids.Count(id => id == 50256));
    }

    /// <summary>As transformers has it: until 2023 every stretch of text between special tokens began with SentencePiece's space, since then the first alone.</summary>
    [SkippableTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void SpaceBehindASpecialToken_FollowsLegacy(bool isLegacy)
    {
        SentencePieceTokenizer tokenizer = SentencePiece($$"""{ "legacy": {{(isLegacy ? "true" : "false")}} }""");

        IReadOnlyList<int> ids = tokenizer.EncodeTemplate("an</s>an", []).Ids;

        int[] first = [.. tokenizer.Encode("an", addBos: false)];
        Assert.Equal(first, ids.Take(first.Length));
        Assert.Equal(isLegacy, ids.Skip(first.Length + 1).SequenceEqual(first));
    }

    [Fact]
    public void TokenThatStripsToTheRight_TakesTheWhiteSpaceBehindIt()
    {
        SentencePieceTokenizer tokenizer = SentencePiece("""
            { "legacy": false, "added_tokens_decoder": { "300": { "content": "<|user|>", "rstrip": true }, "301": { "content": "<|user|>s" } } }
            """);

        TokenizedText tokens = tokenizer.EncodeTemplate("<|user|>\n an<|user|>s", []);

        Assert.Equal((300, new CharacterSpan(0, 10)), (tokens.Ids[0], tokens.Spans[0]));
        Assert.Equal((301, new CharacterSpan(12, 21)), (tokens.Ids[^1], tokens.Spans[^1]));
    }

    [Fact]
    public void TextOfBeginAndEnd_IsWhatTheFilesSay()
    {
        SentencePieceTokenizer plain = SentencePiece("{}");
        SentencePieceTokenizer written = SentencePiece("""{ "eos_token": "<|im_end|>", "added_tokens_decoder": { "300": { "content": "<|im_end|>" } } }""");

        Assert.Equal(("<s>", "</s>"), (plain.BosText, plain.EosText));
        Assert.Equal(("<s>", "<|im_end|>", 300), (written.BosText, written.EosText, written.EosId));
        Assert.Null(ByteLevel().BosText);
    }

    private static readonly string[] Odd = ["", " ", "a", " a", "a ", "  a", "\n", "\t\n x", "Grüße, 日本語 😀 e\u0301", "\u2581 a\u2581", "x\u0000y"];

    // Every character has a token, and tokens stand in the order of their characters.
    private static void AssertTiles(string text, IReadOnlyList<CharacterSpan> spans)
    {
        int end = 0;
        CharacterSpan last = default;
        foreach (CharacterSpan span in spans)
        {
            Assert.True(span.Start == end || span == last || (span.Start < end && span.Start >= last.Start), $"{span} stands after {last}, at {end}");
            end = Math.Max(end, span.End);
            last = span;
        }

        Assert.Equal(text.Length, end);
    }

    private static IEnumerable<string> Parts(string text, int length)
    {
        for (int i = 0; i + length < text.Length; i += length)
        {
            yield return text[i..(i + length)];
        }
    }

    private ByteLevelTokenizer ByteLevel()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer.json"), Gpt2File.Json());
        return ByteLevelTokenizer.Load(_folder.FullName);
    }

    private SentencePieceTokenizer SentencePiece(string config)
    {
        BytePairTrainer.Train(["an end and an end"], BytePairTrainer.ReservedPieces + 7).Save(_folder.FullName);
        File.WriteAllText(Path.Combine(_folder.FullName, "tokenizer_config.json"), config);
        return SentencePieceTokenizer.Load(_folder.FullName);
    }
}
