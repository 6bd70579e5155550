using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Runtime.Text;
using Solar.Runtime.Training;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <summary>Runs of a declared stage, from one folder into another.</summary>
public sealed class StageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task DeclaredStage_TrainsFromItsFolderIntoAnother()
    {
        PretrainOptions options = Prepare(ScalarType.Float32);

        TrainingResult result = await RunAsync(options);

        Assert.True(result.LastLoss < result.FirstLoss);
        using TinyModel trained = TinyModel.Load(result.Directory), start = TinyModel.Load(options.ModelDirectory);
        Assert.NotEqual(TrainingLoop.Bytes(start), TrainingLoop.Bytes(trained));
        Assert.Equal(File.ReadAllBytes(Path.Combine(options.ModelDirectory, "tokenizer.model")), File.ReadAllBytes(Path.Combine(result.Directory, "tokenizer.model")));
    }

    [Fact]
    public async Task Manifest_SaysWhatItWasMadeOf()
    {
        PretrainOptions options = Prepare(ScalarType.Float32) with { LearningRate = 3e-3 };

        TrainingResult result = await RunAsync(options);

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Directory, "solar.json")));
        JsonElement training = manifest.RootElement.GetProperty("training");
        Assert.Equal("Tests.TinyPretrained", training.GetProperty("stage").GetString());
        Assert.Equal(3e-3, training.GetProperty("options").GetProperty("learning_rate").GetDouble());
        Assert.Equal("cosine", training.GetProperty("options").GetProperty("lr_scheduler_type").GetString());
        Assert.Equal(Sha256(_folder["sonnet.txt"]), training.GetProperty("data")[0].GetProperty("sha256").GetString());
        Assert.Equal(Sha256(Path.Combine(options.ModelDirectory, "model.safetensors")), training.GetProperty("weights").GetProperty("model.safetensors").GetString());
        Assert.Equal(1, training.GetProperty("environment").GetProperty("threads").GetInt32());
        Assert.Equal(result.LastLoss, training.GetProperty("last_loss").GetDouble());
        Assert.DoesNotContain(_folder.Path, manifest.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manifest_SaysWhatBecameOfEveryRow()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { PackingStrategy = Packing.Bfd, AddEos = EdgeToken.Never, NumTrainEpochs = 1, MaxSteps = -1 };
        _folder.Write("lines.jsonl", "{\"text\":\"Shall I compare\"}\n{\"text\":\"thee\"}\n{\"text\":\n{\"text\":\"to a day\"}\n{\"text\":\"\"}\n");
        StageDescription stage = TrainingLoop.Stage with
        {
            Data = [new DatasetDescription { Name = "Tests.Lines", Kind = "json_lines", Path = "lines.jsonl", Field = "text", OnBadRow = "drop" }],
        };
        using TinyModel model = TrainingLoop.Model();
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync(model, stage, options, new ByteTokenizer());

        TrainingResult result = await TrainingLoop.RunAsync(run, options);

        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(result.Directory, "solar.json")));
        JsonElement training = manifest.RootElement.GetProperty("training"), data = training.GetProperty("data")[0], counts = data.GetProperty("counts");
        Assert.Equal((5, 1, 1, 3), (Number(counts, "rows"), Number(counts, "bad"), Number(counts, "empty"), Number(counts, "documents")));
        Assert.Equal("lines.jsonl, line 3: is not JSON at character 9", data.GetProperty("problems")[0].GetString()![..47]);
        Assert.Equal(run.Data[0].Counts.Tokens, Number(counts, "tokens"));
        Assert.Equal((30, 30, 6, 2), (Number(training.GetProperty("tokens"), "tokens"), Number(training.GetProperty("tokens"), "used"), Number(training.GetProperty("tokens"), "padding"), Number(training.GetProperty("tokens"), "rows")));
        Assert.Equal("bfd", training.GetProperty("options").GetProperty("packing_strategy").GetString());
        Assert.False(training.GetProperty("options").TryGetProperty("cache_directory", out _));
        Assert.DoesNotContain(_folder.Path, manifest.RootElement.GetRawText(), StringComparison.Ordinal);

        static long Number(JsonElement element, string name) => element.GetProperty(name).GetInt64();
    }

    [Theory]
    [InlineData(ScalarType.Float32, false)]
    [InlineData(ScalarType.Float32, true)]
    [InlineData(ScalarType.BFloat16, false)]
    [InlineData(ScalarType.BFloat16, true)]
    public async Task Result_IsOfTheTypeThatItsStartIsStoredIn(ScalarType stored, bool bf16)
    {
        PretrainOptions options = Prepare(stored) with { Bf16 = bf16 };

        TrainingResult result = await RunAsync(options);

        using TinyModel trained = TinyModel.Load(result.Directory);
        Assert.All(trained.parameters(), parameter => Assert.Equal(stored, parameter.dtype));
    }

    [Fact]
    public async Task BFloat16Run_WritesTheFloat32Originals()
    {
        PretrainOptions options = Prepare(ScalarType.Float32) with { Bf16 = true };

        TrainingResult result = await RunAsync(options);

        using TinyModel trained = TinyModel.Load(result.Directory);
        using Tensor rounded = trained.LmHead.weight!.to(ScalarType.BFloat16).to(ScalarType.Float32);
        Assert.False(rounded.equal(trained.LmHead.weight).all().item<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StageCutOffAndRunAgain_EndsInTheSameFiles(bool bf16)
    {
        PretrainOptions options = Prepare(ScalarType.Float32) with { Bf16 = bf16, SaveSteps = 4 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };

        await RunAsync(options);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(cut, step => _ = step.Step == 7 ? throw new InvalidOperationException() : 0));
        await RunAsync(cut);

        foreach (string name in new[] { "model.safetensors", "config.json", "solar.json", "tokenizer.model" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(options.OutputDirectory, name)), File.ReadAllBytes(Path.Combine(cut.OutputDirectory, name)));
        }
    }

    [Fact]
    public async Task StateWhileTraining_IsAModelThatLoads()
    {
        PretrainOptions options = Prepare(ScalarType.BFloat16) with { SaveSteps = 6 };
        byte[]? atStep = null, stored = null;
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync<TinyPretrained>(options);

        await TrainingLoop.RunAsync(run, options, step =>
        {
            atStep = step.Step == 6 ? TrainingLoop.Bytes(run.Model) : atStep;
            if (step.Step == 7)
            {
                using TinyModel state = TinyModel.Load(Path.Combine(options.OutputDirectory, "state-6", "model"));
                stored = TrainingLoop.Bytes(state);
            }
        });

        Assert.Equal(atStep, stored);
    }

    [Fact]
    public async Task KilledWhileTheResultMovesIn_TheNextRunMovesTheRest()
    {
        PretrainOptions options = Prepare(ScalarType.Float32);
        TrainingResult result = await RunAsync(options);
        string[] names = [.. Directory.GetFiles(result.Directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        byte[] config = File.ReadAllBytes(Path.Combine(result.Directory, "config.json"));

        // The moment after the weights moved and before config.json did.
        string half = Directory.CreateDirectory(Path.Combine(result.Directory, ".finished-checkpoint")).FullName;
        File.Move(Path.Combine(result.Directory, "config.json"), Path.Combine(half, "config.json"));
        File.Move(Path.Combine(result.Directory, "solar.json"), Path.Combine(half, "solar.json"));

        await Assert.ThrowsAsync<TrainingStateException>(() => RunAsync(options));

        Assert.Equal(names, Directory.EnumerateFileSystemEntries(result.Directory).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(config, File.ReadAllBytes(Path.Combine(result.Directory, "config.json")));
    }

    [Fact]
    public async Task MissingModel_IsNamed()
    {
        PretrainOptions options = Prepare(ScalarType.Float32) with { ModelDirectory = _folder["nowhere"] };

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(() => RunAsync(options));

        Assert.Equal(nameof(PretrainOptions.ModelDirectory), thrown.Option);
        Assert.Contains("the checkpoint of Tests.TinyModel", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OutputOverItsOwnStart_IsRefused()
    {
        PretrainOptions options = Prepare(ScalarType.Float32);

        TrainingOptionException thrown = await Assert.ThrowsAsync<TrainingOptionException>(() => RunAsync(options with { OutputDirectory = options.ModelDirectory + "/." }));

        Assert.Equal(nameof(PretrainOptions.OutputDirectory), thrown.Option);
    }

    private PretrainOptions Prepare(ScalarType stored)
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { ModelDirectory = _folder["base"], MaxLength = 12 };
        using TinyModel model = TrainingLoop.Model(stored);
        model.Save(options.ModelDirectory);
        BytePairTrainer.Train([TrainingLoop.Text], vocabSize: 310).Save(options.ModelDirectory);
        return options;
    }

    private static async Task<TrainingResult> RunAsync(PretrainOptions options, Action<TrainingStep>? progress = null)
    {
        using TrainingRun<TinyModel> run = await TrainingRun<TinyModel>.OpenAsync<TinyPretrained>(options);
        return await TrainingLoop.RunAsync(run, options, progress);
    }

    private static string Sha256(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private sealed class TinyPretrained : IStageDefinition<TinyModel>
    {
        public static StageDescription Stage => TrainingLoop.Stage;

        public static TinyModel Load(string directory, Placement placement = default) => TinyModel.Load(directory, placement);
    }
}
