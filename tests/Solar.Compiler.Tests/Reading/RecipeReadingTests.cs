using Solar.Specs;
using Xunit;

namespace Solar.Compiler.Tests.Reading;

public sealed class RecipeReadingTests
{
    private static readonly UpscaleRecipe Upscaled = new(new SourceRecipe(new NameReference("Base", default)), 8, 8);

    [Theory]
    [InlineData("X: { upscale: Base, drop_top: 8, drop_bottom: 8 }")]
    [InlineData("X: \"Upscale(Base, dropTop: 8, dropBottom: 8)\"")]
    [InlineData("X: 'Upscale(Base, dropBottom: 8, dropTop: 8)'")]
    [InlineData("X: Upscale(Base, 8, 8)")]
    [InlineData("X: { recipe: \"Upscale( Base ,8,dropBottom:8 )\" }")]
    [InlineData("X: >-\n    Upscale(Base,\n    dropTop: 8, dropBottom: 8)")]
    [InlineData("X:\n    upscale: &b Base\n    drop_top: &eight 8\n    drop_bottom: *eight")]
    public void Upscale_MeansTheSameInEveryForm(string model) =>
        Assert.Equal(Upscaled, Yaml.One<ModelDeclaration>("models:\n  " + model).Recipe);

    [Theory]
    [InlineData("X: { layers: Base, ranges: [\"0..24\", '8..32', ^8..] }")]
    [InlineData("X: \"Layers(Base, 0..24, 8..32, ^8..)\"")]
    [InlineData("X: Layers(Base, 0..24, 8 .. 32, ^8..)")]
    public void Layers_MeansTheSameInEveryForm(string model) => Assert.Equal(
        new LayersRecipe(Upscaled.Base, EquatableArray.Of("0..24", "8..32", "^8..")), Yaml.One<ModelDeclaration>("models:\n  " + model).Recipe);

    [Theory]
    [InlineData("X: \"Upscale(Layers(Upscale(Base, 8, 8), 0..8), dropTop: 1, dropBottom: 2)\"")]
    [InlineData("X: { upscale: { layers: \"Upscale(Base, 8, 8)\", ranges: 0..8 }, drop_top: 1, drop_bottom: 2 }")]
    [InlineData("X: { upscale: { layers: { upscale: Base, drop_top: 8, drop_bottom: 8 }, ranges: [0..8] }, drop_top: 1, drop_bottom: 2 }")]
    public void NestedRecipe_MeansTheSameInEveryForm(string model) => Assert.Equal(
        new UpscaleRecipe(new LayersRecipe(Upscaled, EquatableArray.Of("0..8")), 1, 2), Yaml.One<ModelDeclaration>("models:\n  " + model).Recipe);

    [Fact]
    public void RecipeWithExpectation_HasBoth()
    {
        ModelDeclaration model = Yaml.One<ModelDeclaration>(
            "models: { X: { recipe: \"Upscale(Base, 8, 8)\", expect: { num_hidden_layers: 48 }, weights: a/b } }");

        Assert.Equal(Upscaled, model.Recipe);
        Assert.Equal(new Expectation(48, null), model.Expect);
        Assert.Equal(new WeightsDeclaration("a/b", null), model.Weights);
    }

    [Fact]
    public void ElementsOfANode_StandWhereTheyAreWritten()
    {
        const string Text = "models:\n  X: { upscale: { layers: A.B, ranges: ['0..8', 4..] }, drop_top: 1, drop_bottom: 2 }\n";

        Assert.Equal("upscale", Yaml.At(Text, "upscale"));
        Assert.Equal("{ layers: A.B, ranges: ['0..8', 4..] }", Yaml.At(Text, "upscale.base"));
        Assert.Equal("layers", Yaml.At(Text, "upscale.base.layers"));
        Assert.Equal("A.B", Yaml.At(Text, "upscale.base.layers.base"));
        Assert.Equal("4..", Yaml.At(Text, "upscale.base.layers.ranges[1]"));
        Assert.Equal("1", Yaml.At(Text, "upscale.drop_top"));
        Assert.Equal("drop_bottom", Yaml.At(Text, "upscale.drop_bottom#key"));
    }

    [Theory]
    [InlineData("models:\n  X: \"Upscale(Layers(A.B, 0..8, 4..), dropTop: 1, dropBottom: 2)\"\n")]
    [InlineData("models:\n  X: { recipe: 'Upscale(Layers(A.B, 0..8, 4..), dropTop: 1, dropBottom: 2)' }\n")]
    [InlineData("models:\n  X: >\n    Upscale(Layers(A.B, 0..8, 4..),\n      dropTop: 1,\n    dropBottom: 2)\n")]
    public void ElementsOfAnExpression_StandWithinIt(string text)
    {
        Assert.Equal("Upscale", Yaml.At(text, "upscale"));
        Assert.Equal("Layers(A.B, 0..8, 4..)", Yaml.At(text, "upscale.base"));
        Assert.Equal("Layers", Yaml.At(text, "upscale.base.layers"));
        Assert.Equal("A.B", Yaml.At(text, "upscale.base.layers.base"));
        Assert.Equal("4..", Yaml.At(text, "upscale.base.layers.ranges[1]"));
        Assert.Equal("1", Yaml.At(text, "upscale.drop_top"));
        Assert.Equal("2", Yaml.At(text, "upscale.drop_bottom"));
    }

    [Theory]
    [InlineData("{ {|SOLAR011:upscale|}: Base, drop_top: 8 }", "'upscale' needs 'drop_bottom'")]
    [InlineData("{ upscale: Base, {|SOLAR002:drop_botom|}: 2, drop_top: 8 }", "'drop_botom' is no key of 'upscale'; did you mean 'drop_bottom'?")]
    [InlineData("{ {|SOLAR011:layers|}: Base }", "'layers' needs 'ranges'")]
    [InlineData("{ upscale: Base, drop_top: {|SOLAR007:eight|}, drop_bottom: 8 }", "'eight' is no value of 'drop_top': expected a whole number")]
    [InlineData("{ upscale: Base, drop_top: 8, drop_bottom: 8, {|SOLAR002:ranges|}: [] }", "'ranges' is no key of 'upscale'; known are 'upscale', 'drop_top', 'drop_bottom', 'copies', 'target_layers', 'initialize_from', 'weights', 'revision', 'expect', 'check_against' and 'accessibility'")]
    [InlineData("{ upscale: Base, drop_top: 8, drop_bottom: 8, {|SOLAR009:initialize_from|}: Y }", "'X' is declared by 'upscale' and 'initialize_from': a recipe says already where its weights come from")]
    [InlineData("{ upscale: {|SOLAR007:[A]|}, drop_top: 8, drop_bottom: 8 }", "'a list' is no value of 'upscale': expected the name of a model, or a recipe")]
    [InlineData("{ upscale: {|SOLAR008:{ weights: a }|}, drop_top: 8, drop_bottom: 8 }", "The recipe cannot be read: it has none of the words 'upscale', 'layers', 'repeat', 'stack', 'interleave', 'insert', 'expand', 'drop', 'resize_vocabulary' or 'upcycle'")]
    [InlineData("{ layers: Base, ranges: [0..8, {|SOLAR007:[8, 9]|}] }", "'a list' is no value of 'ranges': expected a layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("{ upscale: {|SOLAR008:8|}, drop_top: 8, drop_bottom: 8 }", "The recipe cannot be read: expected a recipe or the name of a model, found '8'")]
    [InlineData("{ recipe: {|SOLAR007:[A]|} }", "'a list' is no value of 'recipe': expected an expression such as \"Upscale(Base, dropTop: 8, dropBottom: 8)\"")]
    [InlineData("\"{|SOLAR008:upscale|}(Base, 8, 8)\"", "The recipe cannot be read: 'upscale' is no recipe; did you mean 'Upscale'?")]
    [InlineData("\"Upscale(Base, dropTop: {|SOLAR008:x|}, dropBottom: 8)\"", "The recipe cannot be read: 'x' is no whole number")]
    [InlineData("\"Upscale(Layers(A, {|SOLAR008:0-8|}), 8, 8)\"", "The recipe cannot be read: '0-8' is no layer range such as '0..24', '8..' or '^8..'")]
    [InlineData("{|SOLAR008:Base|}", "The recipe cannot be read: 'Base' is the mere name of a model; a recipe is such as \"Upscale(Base, dropTop: 8, dropBottom: 8)\"")]
    public void WrongRecipe_IsMarkedAtTheSmallestToken(string model, string message) => Yaml.Check($"models:\n  X: {model}\n", message);

    [Theory]
    [InlineData("models:\n  X: {|SOLAR008:Upscale(Base, dropTop: 8, dropBottom: 8)|} # why\n  Y: { llama: }\n")]
    [InlineData("models:\n  X:\n    {|SOLAR008:Upscale(Base, dropTop: 8, dropBottom: 8)|}\n  Y: { llama: }\n")]
    [InlineData("models: { X: {|SOLAR008:Upscale(Base, dropTop: 8, dropBottom: 8)|}, Y: { llama: {} } }\n")]
    [InlineData("models:\n  X: { recipe: {|SOLAR008:Upscale(Base, dropTop: 8, dropBottom: 8)|}, expect: { num_hidden_layers: 48 } }\n  Y: { llama: }\n")]
    [InlineData("models:\n  X: { upscale: {|SOLAR008:Upscale(Base, dropTop: 8, dropBottom: 8)|}, drop_top: 1, drop_bottom: 1 }\n  Y: { llama: }\n")]
    public void UnquotedRecipe_IsOneErrorThatSaysToQuoteIt(string marked)
    {
        var program = Yaml.Check(
            marked,
            "The recipe cannot be read: ': ' ends an unquoted text in YAML; write it in quotes: \"Upscale(Base, dropTop: 8, dropBottom: 8)\"");

        Assert.Equal(2, program.Declarations.Count);
        Assert.Null(program.Declarations[0].Read.Declaration);
        Assert.NotNull(program.Declarations[1].Read.Declaration);
    }

    [Fact]
    public void EveryUnquotedRecipe_IsMarked() => Assert.Equal(3, Yaml.Check(
        """
        models:
          A: {|SOLAR008:Upscale(Base, dropTop: 1, dropBottom: 8)|}
          B: {|SOLAR008:Upscale(Layers(Base, 0..8), dropTop: 2, dropBottom: 8)|}
          C: { recipe: {|SOLAR008:Upscale(Base, dropTop: 3, dropBottom: 8)|} }
        """,
        "The recipe cannot be read: ': ' ends an unquoted text in YAML; write it in quotes: \"Upscale(Base, dropTop: 1, dropBottom: 8)\"",
        "The recipe cannot be read: ': ' ends an unquoted text in YAML; write it in quotes: \"Upscale(Layers(Base, 0..8), dropTop: 2, dropBottom: 8)\"",
        "The recipe cannot be read: ': ' ends an unquoted text in YAML; write it in quotes: \"Upscale(Base, dropTop: 3, dropBottom: 8)\"").Declarations.Count);
}
