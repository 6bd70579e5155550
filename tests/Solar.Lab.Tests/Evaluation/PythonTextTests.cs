using Solar.Lab.Evaluation.Python;
using Xunit;

namespace Solar.Lab.Tests.Evaluation;

/// <summary>Python's texts; expected values are CPython 3.11's.</summary>
public sealed class PythonTextTests
{
    [Theory]
    [InlineData("the man McDonald", "The man mcdonald")]
    [InlineData("", "")]
    [InlineData("ß and MORE", "Ss and more")]
    [InlineData("ﬁN", "Fin")]
    [InlineData("ǆungla", "ǅungla")]
    [InlineData("ıspanak", "Ispanak")]
    [InlineData("aİ", "Ai\u0307")]
    [InlineData("ΟΔΟΣ ΟΔΟΣ.", "Οδος οδος.")]
    [InlineData("ΑΣΑ Σ", "Ασα σ")]
    [InlineData("ΑΣ'Α", "Ασ'α")]
    [InlineData("\U00010428\U00010400", "\U00010400\U00010428")]
    [InlineData("ა", "ა")]
    public void Capitalize_IsPythons(string text, string expected) => Assert.Equal(expected, PythonText.Capitalize(text));

    [Theory]
    [InlineData(" a \t\r\n", "a")]
    [InlineData("\u001c\u001fa\u0085\u00a0\u3000", "a")]
    [InlineData("\u200ba\ufeff", "\u200ba\ufeff")]
    [InlineData(" ", "")]
    public void Strip_IsPythons(string text, string expected) => Assert.Equal(expected, PythonText.Strip(text));

    [Theory]
    [InlineData("", 0)]
    [InlineData("abc", 3)]
    [InlineData("😀é", 2)]
    [InlineData("😀😀", 2)]
    public void Length_CountsCodePoints(string text, int expected) => Assert.Equal(expected, PythonText.Length(text));

    [Theory]
    [InlineData("", 1)]
    [InlineData("a b", 2)]
    [InlineData(" a \n b ", 4)]
    public void SplitCount_IsPythons(string text, long expected) => Assert.Equal(expected, PythonText.SplitCount(text));
}
