using Solar.Compiler.Joining;
using Solar.Specs;
using Solar.Validation;
using Xunit;
using static Solar.Compiler.Tests.Joining.Programs;

namespace Solar.Compiler.Tests.Joining;

public class OtherRulesTests
{
    [Fact]
    public void Typo_OffersTheNearestName() => Assert.Equal(
        ["SOLAR005 Paper.X/upscale.base: 'SolarBas' is no model, stage or merge; did you mean 'SolarBase'?"],
        Join(Llama("SolarBase"), Upscale("X", "SolarBas", 8, 8)).Messages());

    [Fact]
    public void DataSetAsModel_IsRefused() => Assert.Equal(
        ["SOLAR005 Paper.X/upscale.base: 'Web' is no model, stage or merge: it is a data set"],
        Join(Text("Web"), Upscale("X", "Web", 8, 8)).Messages());

    [Fact]
    public void NameOfTwoUsings_IsAmbiguous()
    {
        var reference = new NameReference("Base", EquatableArray.Of("Paper")) { Usings = EquatableArray.Of("A", "B") };
        ReadDeclaration a = InNamespace(Llama("Base"), "A");
        ReadDeclaration b = InNamespace(Llama("Base"), "B");

        Assert.Equal(
            ["SOLAR010 Paper.X/upscale.base: 'Base' may mean 'A.Base' or 'B.Base': write the full name"],
            Join(a, b, Recipe("X", new UpscaleRecipe(new SourceRecipe(reference), 1, 1))).Messages());
    }

    [Fact]
    public void DeclaredTwice_IsReportedOnce() => Assert.Equal(
        ["SOLAR006 Paper.base/: 'base' is declared twice: 'Paper.Base' differs only in case"],
        Join(Llama("Base"), Llama("base")).Messages());

    [Theory]
    [InlineData("num_attention_heads", 7, "SOLAR101 Paper.X/llama.num_attention_heads: hidden_size 4096 is not divisible by num_attention_heads 7: change one of them, or write head_dim")]
    [InlineData("num_key_value_heads", 5, "SOLAR102 Paper.X/llama.num_key_value_heads: num_key_value_heads 5 does not divide num_attention_heads 32: 1, 2, 4, 8, 16, 32 would fit")]
    [InlineData("hidden_size", 0, "SOLAR103 Paper.X/llama.hidden_size: hidden_size = 0 is out of range: expected at least 1")]
    [InlineData("pretraining_tp", 2, "SOLAR103 Paper.X/llama.pretraining_tp: pretraining_tp = 2 is out of range: expected 1, the only value that is supported")]
    [InlineData("head_dim", 15, "SOLAR105 Paper.X/llama.head_dim: head_dim 15 is odd: rotary positions turn pairs of features")]
    public void ImpossibleArchitecture_SaysWhatWouldFit(string key, long value, string message) =>
        Assert.Equal([message], Join(Llama("X", 2, (key, ConfigValue.Of(value)))).Messages());

    [Fact]
    public void RopeScalingWithoutItsParts_IsIncomplete()
    {
        Assert.Equal(
            ["SOLAR104 Paper.X/llama.rope_scaling.rope_type: rope_scaling is incomplete: rope_type 'linear' needs a factor"],
            Join(Llama("X", 2, ("rope_scaling.rope_type", ConfigValue.Of("linear")))).Messages());
        Assert.Equal(
            ["SOLAR104 Paper.X/llama.rope_scaling.factor: rope_scaling is incomplete: rope_type is missing: expected default or linear or dynamic or yarn or llama3"],
            Join(Llama("X", 2, ("rope_scaling.factor", ConfigValue.Of(2.0)))).Messages());
        Assert.Equal(
            ["SOLAR104 Paper.X/llama.rope_scaling.rope_type: rope_scaling is incomplete: rope_type 'llama3' needs original_max_position_embeddings"],
            Join(Llama("X", 2, ("rope_scaling.rope_type", ConfigValue.Of("llama3")), ("rope_scaling.factor", ConfigValue.Of(8.0)))).Messages());
    }

    [Fact]
    public void OtherClassWithTheSameTensors_MayStartFromIt()
    {
        // SOLAR's own base: the window of 4096 changes nothing within 4096 positions.
        JoinedProgram program = Join(
            Mistral("Mistral7B", 32, ("max_position_embeddings", ConfigValue.Of(32768))),
            Llama("SolarBase", 32, ("intermediate_size", ConfigValue.Of(14336)), ("num_key_value_heads", ConfigValue.Of(8)), ("max_position_embeddings", ConfigValue.Of(4096)))
                .InitializedFrom("Mistral7B"));

        Assert.Empty(program.Messages());
        Assert.Equal("Paper.Mistral7B", program.FindModel("Paper.SolarBase")!.Source);
    }

    [Fact]
    public void WindowWithinThePositions_IsWarnedOf() => Assert.Equal(
        ["SOLAR302 Paper.B/initialize_from: 'B' starts from 'A', but the sliding window differs (none here, 4096 there) within the 8192 positions"],
        Join(
            Mistral("A", 4),
            Llama("B", 4, ("intermediate_size", ConfigValue.Of(14336)), ("num_key_value_heads", ConfigValue.Of(8)), ("max_position_embeddings", ConfigValue.Of(8192)))
                .InitializedFrom("A")).Messages());

    [Fact]
    public void NoWindow_IsTheSameModelHoweverItIsWritten() => Assert.Equal(
        Join(Mistral("A", 4, ("sliding_window", ConfigValue.Null))).Models,
        Join(Mistral("A", 4, ("sliding_window", ConfigValue.Of(0)))).Models);

    [Fact]
    public void OtherShapes_CannotStartFromIt() => Assert.Equal(
        ["SOLAR301 Paper.B/initialize_from: 'B' cannot start from 'A': tensor 'model.layers.0.self_attn.k_proj.weight' is [4096, 4096] here and [1024, 4096] there"],
        Join(Llama("A", 4, ("num_key_value_heads", ConfigValue.Of(8))), Llama("B", 4).InitializedFrom("A")).Messages());

    [Fact]
    public void NarrowerDtype_IsMentioned() => Assert.Equal(
        ["SOLAR303 Paper.B/llama.dtype: 'B' is float16 and starts from 'A' in bfloat16: values above 65504 overflow"],
        Join(Llama("A", 4, ("dtype", ConfigValue.Of("bfloat16"))), Llama("B", 4, ("dtype", ConfigValue.Of("float16"))).InitializedFrom("A")).Messages());

    [Fact]
    public void MergeOfUnlikeModels_NamesTheDifference() => Assert.Equal(
        ["SOLAR304 Paper.M/average.models[1]: 'M' cannot merge 'A' with 'B': 4 layers and 6 layers"],
        Join(Llama("A", 4), Upscale("B", "A", 1, 1), Average("M", "A", "B")).Messages());

    [Fact]
    public void StageWithoutData_IsRefused() => Assert.Equal(
        ["SOLAR401 Paper.S/pretrain: 'S' has no data set to train on"],
        Join(Llama("A", 4), Pretrain("S", "A", [])).Messages());

    [Fact]
    public void WarmupLongerThanTheRun_IsWarnedOf() => Assert.Equal(
        ["SOLAR402 Paper.S/pretrain.warmup_steps: warmup_steps 20 is not less than max_steps 10: the learning rate would never reach its peak"],
        Join(Llama("A", 4), Text("W"), Pretrain("S", "A", ["W"], ("max_steps", ConfigValue.Of(10)), ("warmup_steps", ConfigValue.Of(20)))).Messages());

    [Fact]
    public void RowsLongerThanThePositions_AreRefusedWhenWrittenAndCutWhenNot()
    {
        JoinedProgram written = Join(
            Llama("A", 4, ("max_position_embeddings", ConfigValue.Of(512))), Text("W"), Pretrain("S", "A", ["W"], ("max_length", ConfigValue.Of(2048))));
        JoinedProgram silent = Join(
            Llama("A", 4, ("max_position_embeddings", ConfigValue.Of(512))), Text("W"), Pretrain("S", "A", ["W"]));

        Assert.Equal(["SOLAR403 Paper.S/pretrain.max_length: max_length 2048 exceeds max_position_embeddings 512 of 'A'"], written.Messages());
        Assert.Empty(silent.Messages());
        Assert.Equal("512", Assert.Single(silent.Stages).Declaration.Options.Find("max_length")!.Value.Canonical);
    }

    [Fact]
    public void StagesOfStagesAndMerges_HaveTheirModelsType()
    {
        JoinedProgram program = Join(
            Llama("A", 4), Text("W"), Pretrain("P", "A", ["W"]), Pretrain("Q", "P", ["W"]), Pretrain("R", "P", ["W"]),
            Average("M", "Q", "R"), Upscale("X", "M", 1, 1));

        Assert.Empty(program.Messages());
        Assert.All(program.Stages, stage => Assert.Equal("Paper.A", stage.Model));
        Assert.Equal("Paper.A", Assert.Single(program.Merges).Model);
        Assert.Equal("Paper.M", program.FindModel("Paper.X")!.Source);
    }

    [Fact]
    public void StageOfItself_IsACycle() => Assert.Equal(
        ["SOLAR205 Paper.P/: 'P' is made from itself: P → P"],
        Join(Text("W"), Pretrain("P", "P", ["W"])).Messages());

    [Fact]
    public void StagesInACircle_AreToldOnceAtTheFirst() => Assert.Equal(
        ["SOLAR205 Paper.P/: 'P' is made from itself: P → Q → P"],
        Join(Text("W"), Pretrain("P", "Q", ["W"]), Pretrain("Q", "P", ["W"]), Pretrain("R", "Q", ["W"])).Messages());

    [Fact]
    public void ModelsInACircle_AreToldOnceAtTheFirst() => Assert.Equal(
        ["SOLAR205 Paper.A/: 'A' is made from itself: A → B → A"],
        Join(Upscale("X", "B", 1, 1), Upscale("A", "B", 1, 1), Upscale("B", "A", 1, 1)).Messages());

    [Theory]
    [InlineData("Bas", "'Bas' is no model, stage or merge; no declaration is in 'Typo.Space'; did you mean 'Base'?")]
    [InlineData("Other", "'Other' is no model, stage or merge; no declaration is in 'Typo.Space'")]
    public void UsingOfANamespaceThatNobodyDeclares_IsToldWithTheNameThatFails(string name, string message)
    {
        NameReference reference = Reference(name) with { Usings = EquatableArray.Of("Typo.Space", "Paper") };

        Finding finding = Assert.Single(Join(Llama("Base", 4), Recipe("X", new UpscaleRecipe(new SourceRecipe(reference), 1, 1))).Findings);

        Assert.Equal(("SOLAR005", message), (finding.Rule.Id, finding.Message));
    }

    private static ReadDeclaration InNamespace(ReadDeclaration read, string space)
    {
        var name = new DeclarationName(space, read.Name.Name);
        return new ReadDeclaration(name, read.Shape, read.Declaration! with { Name = name });
    }
}
