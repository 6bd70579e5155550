using System.Linq;
using Solar.Runtime.Training.Data.Contamination;
using Xunit;

namespace Solar.Runtime.Tests.Training.Contamination;

public sealed class TextWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  \n\t--- ", "")]
    [InlineData("Janet’s ducks lay 16 eggs, per day.", "janet s ducks lay 16 eggs per day")]
    [InlineData("don't (re-)use: A_B", "don t re use a b")]
    [InlineData("$1,000.50 is 50%", "1 000 50 is 50")]
    [InlineData("x", "x")]
    [InlineData("ÄÖÜ Straße ÉCOLE", "äöü straße école")]
    [InlineData("E\u0301cole \u0301 x", "e\u0301cole x")]         // a mark belongs to the letter before it
    [InlineData("con\u00ADtam\u200Bination", "contamination")]   // nobody sees them
    [InlineData("Москва, ΑΘΗΝΑ", "москва αθηνα")]
    [InlineData("東京都 is 東京", "東 京 都 is 東 京")]                // no spaces: each letter a word
    [InlineData("かなカナ한국어 말", "か な カ ナ 한국어 말")]
    [InlineData("हिन्दी भाषा", "हिन्दी भाषा")]
    [InlineData("a😀b 𝒳 𐐀", "a b 𝒳 𐐨")]
    [InlineData("ab\ud800cd", "ab cd")]                          // half a character
    public void Text_IsReadAsWordsOfLettersAndDigits(string text, string words)
    {
        TextWords read = new();
        read.Read(text);

        Assert.Equal(words, read.Join(0, read.Count));
    }

    [Fact]
    public void ReaderOfOneText_ReadsTheNextAsIfItWereNew()
    {
        TextWords read = new();
        read.Read(string.Join(' ', Enumerable.Range(0, 5000).Select(i => $"Wort{i}")));
        Assert.Equal((5000, "wort4999"), (read.Count, read[4999].ToString()));

        read.Read("two words");
        Assert.Equal(["two", "words"], Enumerable.Range(0, read.Count).Select(word => read[word].ToString()));
    }
}
