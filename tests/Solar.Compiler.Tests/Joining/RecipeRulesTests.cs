using System.Linq;
using Solar.Compiler.Joining;
using Solar.Plans;
using Solar.Specs;
using Xunit;
using static Solar.Compiler.Tests.Joining.Programs;

namespace Solar.Compiler.Tests.Joining;

public class RecipeRulesTests
{
    [Fact]
    public void SolarsRecipe_IsPlanned()
    {
        JoinedProgram program = Join(
            Llama("SolarBase", 32, ("intermediate_size", ConfigValue.Of(14336)), ("num_key_value_heads", ConfigValue.Of(8))),
            Upscale("Solar10B", "SolarBase", 8, 8).Expecting(48, 10_731_524_096));

        Assert.Empty(program.Messages());
        ModelPlan plan = program.FindModel("Paper.Solar10B")!;
        Assert.Equal("Upscale(SolarBase, dropTop: 8, dropBottom: 8)", plan.RecipeText);
        Assert.Equal("Paper.SolarBase", plan.Source);
        Assert.Equal(Enumerable.Range(0, 24).Concat(Enumerable.Range(8, 24)), plan.Map.Layers);
        Assert.Equal(48, plan.Spec.NumHiddenLayers);
        Assert.Equal("48", plan.Spec.Config.Find("num_hidden_layers")!.Value.Canonical);
        Assert.Equal(10_731_524_096, plan.ParameterCount);
    }

    [Fact]
    public void FortyTwoLayers_AreCorrectedToFortyEight()
    {
        JoinedProgram program = Join(Llama("SolarBase"), Upscale("Solar10B", "SolarBase", 8, 8).Expecting(layers: 42));

        Assert.Equal(
            ["SOLAR201 Paper.Solar10B/expect.num_hidden_layers: 'Solar10B' has 48 layers, not 42: 2 × (32 − 8); 42 layers would be dropTop: 11, dropBottom: 11"],
            program.Messages());
        Assert.Empty(program.Broken);
    }

    [Fact]
    public void WrongParameterCount_IsCorrected() => Assert.Equal(
        ["SOLAR202 Paper.Base/expect.parameters: 'Base' has 6,738,415,616 parameters, not 7"],
        Join(Llama("Base").Expecting(parameters: 7)).Messages());

    [Theory]
    [InlineData(8, 32, "SOLAR204 Paper.X/upscale.drop_bottom: dropBottom 32 leaves no layer of the 32 of 'Base': expected 0 to 31")]
    [InlineData(-1, 8, "SOLAR204 Paper.X/upscale.drop_top: dropTop -1 leaves no layer of the 32 of 'Base': expected 0 to 31")]
    public void DropOutOfRange_NamesTheLimit(long dropTop, long dropBottom, string message)
    {
        JoinedProgram program = Join(Llama("Base"), Upscale("X", "Base", dropTop, dropBottom));

        Assert.Equal([message], program.Messages());
        Assert.Equal(["Paper.X"], program.Broken.Select(b => b.Name.FullName));
    }

    [Theory]
    [InlineData("8..8", "it is empty; the end is not included")]
    [InlineData("24..8", "it is reversed; '8..24' runs upwards")]
    [InlineData("8..33", "it ends after layer 31, the last; the end is not included, so '..32' reaches it")]
    [InlineData("^40..", "it begins before layer 0")]
    [InlineData("0-8", "expected a half-open range such as '0..24', '8..' or '^8..'")]
    public void RangeThatIsNone_SaysWhy(string range, string reason) => Assert.Equal(
        [$"SOLAR203 Paper.X/layers.ranges[1]: '{range}' is no range of the 32 layers of 'Base': {reason}"],
        Join(Llama("Base"), Layers("X", "Base", "0..32", range)).Messages());

    [Fact]
    public void UnusedOuterLayers_AreWarnedOf() => Assert.Equal(
        [
            "SOLAR206 Paper.X/layers: the first layer of 'Base' (0) is not used: it is the one that reads the embeddings",
            "SOLAR206 Paper.X/layers: the last layer of 'Base' (31) is not used: the head was trained on what it writes",
        ],
        Join(Llama("Base"), Layers("X", "Base", "1..31")).Messages());

    [Fact]
    public void RangesThatRunBackwards_AreWarnedOf() => Assert.Equal(
        ["SOLAR207 Paper.X/layers.ranges[1]: range '0..16' lies wholly below the range before it: layers run backwards from 31 to 0"],
        Join(Llama("Base"), Layers("X", "Base", "16..32", "0..16")).Messages());

    [Fact]
    public void NestedRecipe_IsComposed()
    {
        JoinedProgram program = Join(
            Llama("Base", 8),
            Recipe("X", new UpscaleRecipe(new LayersRecipe(Source("Base"), EquatableArray.Of("0..4", "2..8")), 1, 1)));

        Assert.Empty(program.Messages());
        Assert.Equal([0, 1, 2, 3, 2, 3, 4, 5, 6, 1, 2, 3, 2, 3, 4, 5, 6, 7], program.FindModel("Paper.X")!.Map.Layers);
    }

    [Fact]
    public void RecipeOverARecipe_MapsToThatModelsLayers()
    {
        JoinedProgram program = Join(Llama("Base", 4), Upscale("Mid", "Base", 1, 1), Upscale("Top", "Mid", 2, 2));

        Assert.Empty(program.Messages());
        Assert.Equal("Paper.Mid", program.FindModel("Paper.Top")!.Source);
        Assert.Equal([0, 1, 2, 3, 2, 3, 4, 5], program.FindModel("Paper.Top")!.Map.Layers);
    }

    /// <summary>Gemma 2's layers alternate between a window and none: which a layer has goes with the layer, and not with its place.</summary>
    [Fact]
    public void WindowOfALayer_GoesWithTheLayer()
    {
        JoinedProgram program = Join(
            Read(((ModelDeclaration)Llama("Alternating", 4).Declaration!) with
            {
                Architecture = new ArchitectureDeclaration("gemma2", ConfigValues.Empty.With("num_hidden_layers", ConfigValue.Of(4))),
            }),
            Layers("Odd", "Alternating", "0..1", "2..4"), Layers("Swapped", "Alternating", "1..4", "0..1", "3..4"));

        int?[] source = Windows("Alternating");
        Assert.Equal(2, source.Distinct().Count());
        Assert.Equal([source[0], source[2], source[3]], Windows("Odd"));
        Assert.Equal([source[1], source[2], source[3], source[0], source[3]], Windows("Swapped"));

        int?[] Windows(string name)
        {
            DecoderSpec spec = program.FindModel("Paper." + name)!.Spec;
            return [.. Enumerable.Range(0, spec.NumHiddenLayers).Select(layer => spec.LayerAt(layer).Attention.SlidingWindow)];
        }
    }

    [Fact]
    public void RecipesInACircle_AreOneError()
    {
        JoinedProgram program = Join(Upscale("A", "B", 1, 1), Upscale("B", "A", 1, 1));

        Assert.Equal(["SOLAR205 Paper.A/: 'A' is made from itself: A → B → A"], program.Messages());
        Assert.Equal(2, program.Broken.Count);
    }

    [Fact]
    public void DependentOfABrokenModel_IsBrokenWithoutAnErrorOfItsOwn()
    {
        JoinedProgram program = Join(
            Llama("Base", 8, ("num_attention_heads", ConfigValue.Of(7))), Upscale("X", "Base", 1, 1), Pretrain("S", "X", ["Web"]), Text("Web"));

        Assert.Equal("SOLAR101", Assert.Single(program.Findings).Rule.Id);
        Assert.Equal(["Paper.Base", "Paper.X", "Paper.S"], program.Broken.Select(b => b.Name.FullName));
    }
}
