using System;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using TorchSharp.Modules;
using Xunit;

namespace Solar.Runtime.Tests.Training;

public sealed class FrozenParametersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WhatNoPatternNames_StaysAsItIs()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { UnfrozenParameters = ["gate_proj.*", "norm.weight"] };
        using TinyModel model = TrainingLoop.Model(), before = TrainingLoop.Model();

        await TrainingLoop.RunAsync(model, options);

        foreach (((string name, Parameter now), (_, Parameter then)) in model.named_parameters().Zip(before.named_parameters()))
        {
            bool isTrained = name.StartsWith("gate_proj.", StringComparison.Ordinal) || name == "norm.weight";
            Assert.True(now.equal(then).all().item<bool>() != isTrained, name);
            Assert.True(now.requires_grad, name);                  // the model goes back as it came
        }
    }

    [Theory]
    [InlineData("lm_head.weight")]
    [InlineData("embed_tokens.weight")]
    public async Task OneParameterAlone_CanBeTrained(string name)
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { UnfrozenParameters = [name], MaxSteps = 20 };
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, options);

        Assert.True(result.LastLoss < result.FirstLoss);
    }

    [Fact]
    public async Task FrozenParametersOfABFloat16Run_AreWrittenAsTheyWereRead()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with
        {
            ModelDirectory = _folder["base"],
            MaxLength = 12,
            Bf16 = true,
            UnfrozenParameters = ["gate_proj.*"],
        };
        using TinyModel start = TrainingLoop.Model();
        start.Save(options.ModelDirectory);
        BytePairTrainer.Train([TrainingLoop.Text], vocabSize: 310).Save(options.ModelDirectory);

        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync<TinyPretrained>(options);
        TrainingResult result = await TrainingLoop.RunAsync(run, options);

        using TinyModel trained = TinyModel.Load(result.Directory);
        Assert.True(trained.EmbedTokens.weight!.equal(start.EmbedTokens.weight!).all().item<bool>());
        Assert.True(trained.LmHead.weight!.equal(start.LmHead.weight!).all().item<bool>());
        Assert.False(trained.GateProj.weight!.equal(start.GateProj.weight!).all().item<bool>());
    }

    [Fact]
    public async Task ScaledLearningRate_IsThatOfTheParametersThatFitFirst()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with
        {
            MaxSteps = 3,
            WeightDecay = 0,
            LrScales = [new("lm_head.weight", 0), new("*.weight", 0.5)],
        };
        using TinyModel scaled = TrainingLoop.Model(), halved = TrainingLoop.Model(), start = TrainingLoop.Model();

        await TrainingLoop.RunAsync(scaled, options with { UnfrozenParameters = ["lm_head.weight", "norm.weight"] });
        await TrainingLoop.RunAsync(halved, options with
        {
            LearningRate = options.LearningRate / 2,
            LrScales = [],
            UnfrozenParameters = ["norm.weight"],
            OutputDirectory = _folder["halved"],
        });

        Assert.True(scaled.LmHead.weight!.equal(start.LmHead.weight!).all().item<bool>());
        Assert.Equal(halved.Norm.weight.data<float>().ToArray(), scaled.Norm.weight.data<float>().ToArray());
        Assert.NotEqual(start.Norm.weight.data<float>().ToArray(), scaled.Norm.weight.data<float>().ToArray());
    }

    [Fact]
    public async Task FrozenParameters_HaveNoMoments()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { UnfrozenParameters = ["norm.weight"], SaveSteps = 2, MaxSteps = 3 };
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, options, new ByteTokenizer());

        Assert.Equal(["norm.weight"], run.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public async Task PatternThatNamesNothing_IsToldWithANameThatThereIs()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { UnfrozenParameters = ["gate.*"] };
        using TinyModel model = TrainingLoop.Model();

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(() => TrainingLoop.RunAsync(model, options));

        Assert.Equal(nameof(PretrainOptions.UnfrozenParameters), thrown.Option);
        Assert.Contains("'gate.*' names no parameter; they have names such as 'embed_tokens.weight'", thrown.Message, StringComparison.Ordinal);
    }

    private sealed class TinyPretrained : IStageDefinition<TinyModel>
    {
        public static StageDescription Stage => TrainingLoop.Stage;

        public static TinyModel Load(string directory, Placement placement = default) => TinyModel.Load(directory, placement);
    }
}
