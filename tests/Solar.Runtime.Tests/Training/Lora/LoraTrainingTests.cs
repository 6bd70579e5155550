using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Checkpoints;
using Solar.Runtime.Checkpoints.Lora;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Lora;

/// <remarks>Alone: what is dropped is drawn from the process's generator.</remarks>
[Collection(AloneCollection.Name)]
public sealed class LoraTrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Adapters_AreAllThatIsTrained_AndTheModelComesBackWithThem()
    {
        using TinyModel model = TrainingLoop.Model(), before = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, Options());

        Assert.True(result.LastLoss < result.FirstLoss);
        foreach (((string name, Parameter now), (_, Parameter then)) in model.named_parameters().Zip(before.named_parameters()))
        {
            Assert.True(now.equal(then).all().item<bool>() == name is not ("gate_proj.weight" or "lm_head.weight"), name);
            Assert.True(now.requires_grad, name);
        }

        using TinyModel written = TinyModel.Load(result.Directory);
        Assert.Equal(TrainingLoop.Bytes(written), TrainingLoop.Bytes(model));
    }

    [Fact]
    public async Task TrainedParameters_AreTheFactorsByPeftsNames()
    {
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, TrainingLoop.Stage, Options(), new ByteTokenizer());

        Assert.Equal(
            ["gate_proj.lora_A.weight", "gate_proj.lora_B.weight", "lm_head.lora_A.weight", "lm_head.lora_B.weight"], run.Parameters.Select(parameter => parameter.Name));
        Assert.All(run.Parameters, parameter => Assert.True(parameter.IsAdapter));
        Assert.NotNull(run.Adapters);
    }

    /// <summary>The adapter in its folder, applied to the base by bytes, is the checkpoint beside it to the last bit, whatever type trains.</summary>
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task AdapterAppliedToTheBase_IsTheTrainedCheckpoint(bool bf16, bool isRankStabilized)
    {
        PretrainOptions options = Options() with { Bf16 = bf16, UseRslora = isRankStabilized, ModelDirectory = _folder["base"], UnfrozenParameters = ["norm.*"], MaxSteps = 4 };
        using TinyModel start = TrainingLoop.Model();
        start.Save(options.ModelDirectory);
        BytePairTrainer.Train([TrainingLoop.Text], vocabSize: 310).Save(options.ModelDirectory);

        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync<TinyPretrained>(options);
        TrainingResult result = await TrainingLoop.RunAsync(run, options);
        await LoraMerger.ApplyAsync(options.ModelDirectory, Path.Combine(result.Directory, "adapter"), _folder["applied"]);

        using CheckpointReader trained = CheckpointReader.Open(result.Directory), applied = CheckpointReader.Open(_folder["applied"]);
        Assert.Equal(trained.Tensors.Keys.Order(), applied.Tensors.Keys.Order());
        Assert.All(trained.Tensors, tensor => Assert.Equal(Bytes(tensor.Value), Bytes(applied.Tensors[tensor.Key])));
        using CheckpointReader before = CheckpointReader.Open(options.ModelDirectory);
        Assert.Equal(
            ["gate_proj.weight", "lm_head.weight", "norm.weight"],
            trained.Tensors.Where(tensor => !Bytes(tensor.Value).SequenceEqual(Bytes(before.Tensors[tensor.Key]))).Select(tensor => tensor.Key).Order());
    }

    [Fact]
    public async Task Adapter_LiesInPeftsLayout()
    {
        using TinyModel model = TrainingLoop.Model();

        TrainingResult result = await TrainingLoop.RunAsync(model, Options() with { UnfrozenParameters = ["norm.*"], MaxSteps = 1 });

        string directory = Path.Combine(result.Directory, "adapter");
        Assert.Equal(
            """
            {
              "alpha_pattern": {},
              "auto_mapping": null,
              "base_model_name_or_path": "Tests.TinyModel",
              "bias": "none",
              "fan_in_fan_out": false,
              "inference_mode": true,
              "init_lora_weights": true,
              "layers_pattern": null,
              "layers_to_transform": null,
              "lora_alpha": 6,
              "lora_bias": false,
              "lora_dropout": 0.1,
              "modules_to_save": [
                "norm"
              ],
              "peft_type": "LORA",
              "r": 4,
              "rank_pattern": {},
              "revision": null,
              "target_modules": [
                "gate_proj",
                "lm_head"
              ],
              "task_type": "CAUSAL_LM",
              "use_dora": false,
              "use_rslora": false
            }
            """,
            File.ReadAllText(Path.Combine(directory, "adapter_config.json")).TrimEnd());
        using CheckpointReader tensors = CheckpointReader.OpenFile(directory, "adapter_model.safetensors");
        Assert.Equal(
            [
                "base_model.model.gate_proj.lora_A.weight F32 [4, 32]",
                "base_model.model.gate_proj.lora_B.weight F32 [16, 4]",
                "base_model.model.lm_head.lora_A.weight F32 [4, 16]",
                "base_model.model.lm_head.lora_B.weight F32 [320, 4]",
                "base_model.model.norm.weight F32 [16]",
            ],
            tensors.Tensors.Values.Select(tensor => tensor.Info).Select(info => $"{info.Name} {info.Dtype.StoredName()} [{string.Join(", ", info.Shape)}]").Order());
        using LoraAdapter adapter = LoraAdapter.Open(directory);
        Assert.Equal(["gate_proj", "lm_head"], adapter.Modules.Keys.Order());
    }

    /// <summary>Inputs are dropped, so that the generator has to go on where it was.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunCutOffAndResumed_EndsInTheSameBytes(bool bf16)
    {
        PretrainOptions options = Options() with { SaveSteps = 5, Bf16 = bf16, UnfrozenParameters = ["norm.*"] };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        ScalarType dtype = bf16 ? ScalarType.BFloat16 : ScalarType.Float32;
        using TinyModel whole = TrainingLoop.Model(dtype), first = TrainingLoop.Model(dtype), second = TrainingLoop.Model(dtype);
        var expected = new List<double>();
        var resumed = new List<double>();

        await TrainingLoop.RunAsync(whole, options, step => expected.Add(step.Loss));
        await Assert.ThrowsAsync<OperationCanceledException>(() => TrainingLoop.RunAsync(first, cut, step => _ = step.Step == 8 ? throw new OperationCanceledException() : 0));
        using (TinyModel state = TinyModel.Load(Path.Combine(cut.OutputDirectory, "state-5", "model")))
        {
            Assert.False(state.GateProj.weight!.equal(TrainingLoop.Model().GateProj.weight!).all().item<bool>());            // with its adapters
        }

        await TrainingLoop.RunAsync(second, cut, step => resumed.Add(step.Loss));

        Assert.Equal(expected.Skip(5), resumed);
        Assert.Equal(TrainingLoop.Bytes(whole), TrainingLoop.Bytes(second));
        foreach (string file in new[] { "model.safetensors", "adapter/adapter_model.safetensors", "adapter/adapter_config.json" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(options.OutputDirectory, file)), File.ReadAllBytes(Path.Combine(cut.OutputDirectory, file)));
        }
    }

    /// <summary>The result has the adapters of the best evaluation, and not the last.</summary>
    [Fact]
    public async Task BestModel_HasItsAdapters()
    {
        PretrainOptions options = Options() with { MaxSteps = 200, EvalSteps = 2, EarlyStoppingPatience = 3, LoadBestModelAtEnd = true };
        using TinyModel model = TrainingLoop.Model();
        TrainingResult result = await TrainingLoop.RunAsync(model, options, stage: TrainingLoop.EvaluatedStage);
        long best = result.Manifest.BestStep!.Value;
        Assert.Equal(result.Steps - 6, best);

        using TinyModel again = TrainingLoop.Model();
        PretrainOptions upTo = options with { SaveSteps = (int)best, OutputDirectory = _folder["again"], LoadBestModelAtEnd = false };
        await Assert.ThrowsAsync<OperationCanceledException>(() => TrainingLoop.RunAsync(
            again, upTo, step => _ = step.Step == best + 1 ? throw new OperationCanceledException() : 0, TrainingLoop.EvaluatedStage));

        Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder["again"], $"state-{best}", "model", "adapter", "adapter_model.safetensors")),
            File.ReadAllBytes(Path.Combine(result.Directory, "adapter", "adapter_model.safetensors")));
    }

    [Fact]
    public async Task CheckpointThatIsOverwrittenWithoutAdapters_LeavesNoneBehind()
    {
        using TinyModel adapted = TrainingLoop.Model(), whole = TrainingLoop.Model();
        TrainingResult result = await TrainingLoop.RunAsync(adapted, Options() with { MaxSteps = 1 });
        Assert.True(Directory.Exists(Path.Combine(result.Directory, "adapter")));

        await TrainingLoop.RunAsync(whole, TrainingLoop.Options(_folder) with { MaxSteps = 1, OverwriteOutputDirectory = true });

        Assert.False(Directory.Exists(Path.Combine(result.Directory, "adapter")));
    }

    /// <summary>A process that was killed while the checkpoint was moved into place, before its adapters were or after.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task CheckpointThatWasBeingMoved_IsPutInPlaceWithItsAdapters(bool isAdapterThere)
    {
        PretrainOptions options = Options() with { MaxSteps = 1 };
        using TinyModel model = TrainingLoop.Model();
        string directory = (await TrainingLoop.RunAsync(model, options)).Directory, unmoved = Path.Combine(directory, ".finished-checkpoint");
        string[] files = ["adapter/adapter_config.json", "adapter/adapter_model.safetensors", "config.json", "model.safetensors", "solar.json"];
        byte[][] whole = [.. files.Select(file => File.ReadAllBytes(Path.Combine(directory, file)))];
        Directory.CreateDirectory(unmoved);
        foreach (string file in new[] { "config.json", "solar.json" })
        {
            File.Move(Path.Combine(directory, file), Path.Combine(unmoved, file));
        }

        if (!isAdapterThere)
        {
            Directory.Move(Path.Combine(directory, "adapter"), Path.Combine(unmoved, "adapter"));
        }

        using TinyModel next = TrainingLoop.Model();
        await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(next, options));

        Assert.False(Directory.Exists(unmoved));
        Assert.Equal(whole, files.Select(file => File.ReadAllBytes(Path.Combine(directory, file))));
    }

    [Fact]
    public async Task OtherRank_IsNotGoneOnWith()
    {
        PretrainOptions options = Options() with { SaveSteps = 5 };
        using TinyModel model = TrainingLoop.Model();
        await Assert.ThrowsAsync<OperationCanceledException>(() => TrainingLoop.RunAsync(model, options, step => _ = step.Step == 8 ? throw new OperationCanceledException() : 0));

        TrainingStateException thrown = await Assert.ThrowsAsync<TrainingStateException>(() => TrainingLoop.RunAsync(model, options with { LoraR = 8 }));

        Assert.Contains("lora_r was 4 and is 8", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>Two maps of rank 4, and the norm in full: (4·(32 + 16) + 4·(16 + 320) + 16) numbers with gradients and two moments.</summary>
    [Fact]
    public void Memory_CountsFactorsInPlaceOfWeights()
    {
        long trained = (4 * (32 + 16)) + (4 * (16 + 320)) + 16;

        TrainingMemory memory = TrainingMemory.Of(TinyModel.Tensors(), Options() with { UnfrozenParameters = ["norm.*"] });

        Assert.Equal((trained * 4, trained * 8), (memory.Gradients, memory.Optimizer));
        Assert.Equal((TinyModel.Description.ParameterCount + trained - 16) * 4, memory.Weights);
    }

    [Fact]
    public async Task RunThatIsRefused_GivesTheModelBackAsItCame()
    {
        using TinyModel model = TrainingLoop.Model();

        await Assert.ThrowsAsync<TrainingOptionException>(() => TrainingLoop.RunAsync(model, Options() with { LoraTargetModules = ["up_proj"] }));

        Assert.All(model.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Theory]
    [InlineData(nameof(TrainingOptions.LoraR), -1)]
    [InlineData(nameof(TrainingOptions.LoraDropout), 1.0)]
    [InlineData(nameof(TrainingOptions.LoraAlpha), double.NaN)]
    public void ValueThatCannotBe_IsNamed(string option, object value)
    {
        PretrainOptions options = Options() with { };
        typeof(PretrainOptions).GetProperty(option)!.SetValue(options, value);

        Assert.Equal(option, Assert.Throws<TrainingOptionException>(options.Validate).Option);
    }

    private PretrainOptions Options() => TrainingLoop.Options(_folder) with
    {
        LearningRate = 0.05,
        MaxLength = 12,
        LoraR = 4,
        LoraAlpha = 6,
        LoraDropout = 0.1,
        LoraTargetModules = ["gate_proj", "lm_head"],
    };

    private static byte[] Bytes(StoredTensor tensor) => tensor.Bytes.ToArray();

    private sealed class TinyPretrained : IStageDefinition<TinyModel>
    {
        public static StageDescription Stage => TrainingLoop.Stage;

        public static TinyModel Load(string directory, Placement placement = default) => TinyModel.Load(directory, placement);
    }
}
