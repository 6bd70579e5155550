using System.Linq;
using Solar.Compiler.Reading;
using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class RecipeExpressionTests
{
    [Theory]
    [InlineData("A", "A")]
    [InlineData(" global::N.A ", "global::N.A")]
    public void Name_IsTheRecipeThatTakesItAsItIs(string text, string name) =>
        Assert.Equal(new SourceRecipe(NameReference.Full(name)), Read(text).Recipe);

    [Fact]
    public void NegativeDrop_IsForValidationToJudge() =>
        Assert.Equal(new UpscaleRecipe(new SourceRecipe(NameReference.Full("A")), -1, 8), Read("Upscale(A, -1, 8)").Recipe);

    [Theory]
    [InlineData("", 0, "", "expected a recipe or the name of a model, found the end")]
    [InlineData("Upscale", -1, "", "")]
    [InlineData("Upscale(", 8, "", "expected a recipe or the name of a model, found the end")]
    [InlineData("Upscale()", 8, ")", "expected a recipe or the name of a model, found ')'")]
    [InlineData("Upscale(A)", 0, "Upscale", "'Upscale' needs 'dropTop'")]
    [InlineData("Upscale(A, 8)", 0, "Upscale", "'Upscale' needs 'dropBottom'")]
    [InlineData("Upscale(A, dropTop: 8)", 0, "Upscale", "'Upscale' needs 'dropBottom'")]
    [InlineData("Upscale(A, 8, 8, 2, 48, 8)", 24, "8", "'Upscale' takes a base, 'dropTop', 'dropBottom', 'copies', 'targetLayers', and nothing else")]
    [InlineData("Insert(A, 4, mean)", 13, "mean", "'mean' is none of 'average', 'copy' and 'identity'")]
    [InlineData("Insert(A, 4, averge)", 13, "averge", "'averge' is none of 'average', 'copy' and 'identity'; did you mean 'average'?")]
    [InlineData("Insert(A, [4, 5", 15, "", "expected ',' or ']', found the end")]
    [InlineData("Insert(A, at: 4)", 0, "Insert", "'Insert' needs 'init'")]
    [InlineData("Stack(A)", 0, "Stack", "'Stack' needs 'copies'")]
    [InlineData("Repeat(A, 4)", 10, "4", "'4' is no layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("Layers(A[0..4], B)", 0, "Layers", "'Layers' needs a layer range such as '0..24'")]
    [InlineData("Layers(A[0..4, B)", 15, "B", "'B' is no layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("Layers(A[0..4], heads: B)", 16, "heads", "'Layers' has no 'heads'; did you mean 'head'?")]
    [InlineData("Layers(A[0..4], head: A, head: A)", 25, "head", "'head' is written twice")]
    [InlineData("Upscale(A, dropTop: 8, dropTop: 8)", 23, "dropTop", "'dropTop' is written twice")]
    [InlineData("Upscale(A, dropBottom: 8, 8)", 26, "8", "'dropBottom' is written twice")]
    [InlineData("Upscale(A, drop_top: 8, 8)", 11, "drop_top", "'Upscale' has no 'drop_top'; did you mean 'dropTop'?")]
    [InlineData("Upscale(A, 8, dropBottom: )", 26, "", "expected a whole number for 'dropBottom'")]
    [InlineData("Upscale(A, 99999999999999999999, 8)", 11, "99999999999999999999", "'99999999999999999999' is no whole number")]
    [InlineData("Upscale(A, 8, 8", 15, "", "expected ',' or ')', found the end")]
    [InlineData("Upscale(A, 8, 8) x", 17, "x", "expected the end of the recipe, found 'x'")]
    [InlineData("Upscale(A B, 8, 8)", 10, "B", "expected ',' or ')', found 'B'")]
    [InlineData("Layers(A)", 0, "Layers", "'Layers' needs a layer range such as '0..24'")]
    [InlineData("Layers(A, 0..4, )", 16, "", "expected a layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("Layers(A, 0...4)", 10, "0...4", "'0...4' is no layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("Layers(A, 0..99999999999)", 10, "0..99999999999", "'0..99999999999' is no layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("Reverse(A)", 0, "Reverse", "'Reverse' is no recipe; known are 'Upscale', 'Layers', 'Repeat', 'Stack', 'Interleave', 'Insert', 'Expand', 'Drop', 'ResizeVocabulary' and 'Upcycle'")]
    [InlineData("Layers(class, 0..4)", 7, "class", "'class' is a keyword of C#")]
    [InlineData("Layers(A., 0..4)", 8, ".", "expected ',' or ')', found '.'")]
    public void Fault_IsExactToTheColumn(string text, int start, string marked, string message)
    {
        RecipeReading reading = Read(text);

        if (start < 0)
        {
            Assert.Null(reading.Fault);
            return;
        }

        Assert.Null(reading.Recipe);
        Assert.Equal(new RecipeFault(message, start, marked.Length), reading.Fault);
        Assert.Equal(marked, text.Substring(start, marked.Length));
    }

    [Fact]
    public void DeepNesting_IsRefusedAndNotOverflown()
    {
        string deep = string.Concat(Enumerable.Repeat("Layers(", 100_000)) + "A";

        Assert.Equal("it is nested more than 64 deep", Read(deep).Fault!.Message);
    }

    private static RecipeReading Read(string text) => RecipeExpressionReader.Read(text, "", NameReference.Full);
}
