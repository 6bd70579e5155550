using System;
using System.IO;
using System.Linq;
using CsCheck;
using Solar.Runtime.Text;
using Solar.Testing;
using Xunit;

namespace Solar.Runtime.Tests.Text;

/// <summary>Vocabularies made here, read back by Microsoft.ML.Tokenizers.</summary>
public sealed class BytePairTrainerTests : IDisposable
{
    private const string Story =
        "Once upon a time there was a little fox. The little fox had a little house, and in the house there was a little door.\n"
        + "One day the fox went out of the door. \"Who is there?\" said the fox. There was nobody there. Caf\u00e9!\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("solar-text-");

    [Fact]
    public void Pieces_AreReservedThenMergesThenCharacters()
    {
        SentencePieceVocabulary vocabulary = BytePairTrainer.Train(["aab aab aab b"], BytePairTrainer.ReservedPieces + 6);

        Assert.Equal(["<unk>", "<s>", "</s>", "<0x00>"], vocabulary.Pieces.Take(4).Select(piece => piece.Text));
        Assert.Equal("<0xFF>", vocabulary.Pieces[258].Text);

        // ▁aab three times, ▁b once: "aa", "ab" and "▁a" stand together three times each; the first by its text wins.
        Assert.Equal(["aa", "aab", "\u2581aab", "a", "b", "\u2581"], vocabulary.Pieces.Skip(259).Select(piece => piece.Text));
        Assert.Equal([0f, -1f, -2f, -3f, -4f, -5f], vocabulary.Pieces.Skip(259).Select(piece => piece.Score));
    }

    [Fact]
    public void SameText_GivesTheSameBytes()
    {
        byte[] first = BytePairTrainer.Train([Story, "and more"], 320).ToModel();
        byte[] second = BytePairTrainer.Train([Story, "and more"], 320).ToModel();

        Assert.Equal(first, second);
        Assert.NotEqual(first, BytePairTrainer.Train([Story, "and less"], 320).ToModel());
    }

    [Fact]
    public void AnyText_ComesBackFromItsIds()
    {
        SentencePieceTokenizer tokenizer = Tokenizer(Story, 320);

        Gen.OneOf(Gen.String, Gen.String[Gen.Char[" abcdefox\n\t\u00e9\u6f22\ud83d"]]).Sample(
            text =>
            {
                string whole = new([.. text.EnumerateRunes().SelectMany(rune => rune.ToString()).Where(c => c != '\u2581')]);
                return tokenizer.Decode(tokenizer.Encode(whole, addBos: true)) == whole;
            },
            iter: 3000);
    }

    [Fact]
    public void WordsOfTheText_AreShorterThanTheirLetters()
    {
        SentencePieceTokenizer tokenizer = Tokenizer(Story, 320);

        Assert.Single(tokenizer.Encode("little", addBos: false));
        Assert.True(tokenizer.Encode(Story, addBos: false).Count < Story.Length / 2);
    }

    [Fact]
    public void CharacterOutsideTheText_IsWrittenAsItsBytes()
    {
        SentencePieceTokenizer tokenizer = Tokenizer(Story, 320);

        // é is a piece of its own; 漢 is E6 BC A2, a line's end 0A, and byte b has id 3 + b.
        Assert.Equal([3 + 0xE6, 3 + 0xBC, 3 + 0xA2], tokenizer.Encode("\u6f22", addBos: false).TakeLast(3));
        Assert.Equal(3 + 0x0A, tokenizer.Encode("\n", addBos: false)[^1]);
    }

    [Fact]
    public void TooFewPieces_AreRefusedWithTheLeast()
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTrainer.Train(["abc"], 262));

        Assert.Contains("the text has 4 characters, with the reserved pieces a vocabulary of 263 is the least", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MorePiecesThanTheTextHas_AreRefusedWithTheGreatest()
    {
        ArgumentOutOfRangeException refusal = Assert.Throws<ArgumentOutOfRangeException>(() => BytePairTrainer.Train(["ab ab"], 1000));

        Assert.Contains("a vocabulary of 264 is the greatest", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(264, BytePairTrainer.Train(["ab ab"], 264).Pieces.Count);
    }

    [SkippableFact]
    public void Shakespeare_TrainsInSecondsAndShortensTheText()
    {
        string text = File.ReadAllText(SolarAssets.Path("corpus/tinyshakespeare.txt"));

        SentencePieceTokenizer tokenizer = Tokenizer(text, 1024);

        int ids = tokenizer.Encode(text[..20_000], addBos: false).Count;
        Assert.True(ids < 20_000 / 2.2, $"{ids} ids of 20000 characters");
        Assert.Equal(1024, tokenizer.VocabSize);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private SentencePieceTokenizer Tokenizer(string text, int vocabSize)
    {
        BytePairTrainer.Train([text], vocabSize).Save(_folder.FullName);
        return SentencePieceTokenizer.Load(_folder.FullName);
    }
}
