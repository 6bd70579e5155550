using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime.Native;
using Solar.Runtime.Training;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Training;

/// <summary>Stages over stages, run with the generator's own code over a real model.</summary>
public sealed class EmittedStagesTests : IDisposable
{
    private const string Question = "There are seven cats in each of five boxes under the moon; how many cats are there?";

    private readonly string _folder = Directory.CreateTempSubdirectory("solar-stages-").FullName;

    public EmittedStagesTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        File.WriteAllLines(At("text.jsonl"), Enumerable.Range(0, 12).Select(i => JsonSerializer.Serialize(new { text = $"Once upon a time there were {i} cats. They sat in {i + 2} boxes." })));
        File.WriteAllLines(At("pairs.jsonl"), Enumerable.Range(0, 12).Select(i => JsonSerializer.Serialize(
            new { prompt = i == 5 ? Question : $"Who sat in box {i}?", chosen = $"{i} cats sat in it.", rejected = "Go away." })));
        File.WriteAllText(At("test.jsonl"), JsonSerializer.Serialize(new { question = Question, answer = "7*5=<<7*5=35>>35 #### 35" }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableFact]
    public async Task ChainOfAlignments_IsStepwise_TheReferenceOfEachIsTheStageBefore()
    {
        List<TrainingStep> first = [], second = [];
        TrainingResult once = await RealStoriesAligned.TrainAsync(Placed(RealStoriesAligned.Defaults, SolarAssets.Path("stories260K/hf"), "once"), new Told(first.Add));
        TrainingResult twice = await RealStoriesAlignedTwice.TrainAsync(Placed(RealStoriesAlignedTwice.Defaults, At("once"), "twice"), new Told(second.Add));

        // Each begins as its own reference; the policy of the second has moved away from the model that the first began with.
        Assert.All([first[0], second[0]], step => Assert.Equal(Math.Log(2), step.Loss, 1e-6));
        Assert.All([first[0], second[0]], step => Assert.Equal(0, step.Metrics!["rewards/margins"], 1e-6));
        Assert.True(first[^1].Metrics!["rewards/margins"] > 0.01, $"{first[^1].Metrics!["rewards/margins"]}");
        Assert.Equal(["Solar.Lab.Tests.CommandLine.RealStories", "Solar.Lab.Tests.CommandLine.RealStoriesAligned"], [once.Manifest.Start, twice.Manifest.Start]);
        Assert.NotEqual(once.Manifest.Weights["model.safetensors"], twice.Manifest.Weights["model.safetensors"]);
        Assert.Equal(HashOf(At("once/model.safetensors")), twice.Manifest.Weights["model.safetensors"]);
    }

    [SkippableFact]
    public async Task RowsOfADeclaredTest_AreLeftOut_AndAreAnErrorWhereThatIsAskedFor()
    {
        AlignTuneOptions options = Placed(RealStoriesAligned.Defaults, SolarAssets.Path("stories260K/hf"), "filtered");

        TrainedCounts(await RealStoriesAligned.TrainAsync(options with { MaxSteps = 1 }), contaminated: 1, documents: 11);
        TrainingDataException refused = await Assert.ThrowsAsync<TrainingDataException>(() =>
            RealStoriesAligned.TrainAsync(options with { ContaminationAction = ContaminationAction.Error, OutputDirectory = At("refused") }));
        TrainedCounts(
            await RealStoriesAligned.TrainAsync(options with { MaxSteps = 1, ContaminationAction = ContaminationAction.Warning, OutputDirectory = At("warned") }),
            contaminated: 0, documents: 12);

        Assert.Equal((At("pairs.jsonl"), 6), (refused.File, refused.Line));
        Assert.Contains("has 17 words in a row of test.jsonl, line 1, of evaluation set Solar.Lab.Tests.CommandLine.RealTest", refused.Message, StringComparison.Ordinal);

        static void TrainedCounts(TrainingResult result, long contaminated, long documents)
        {
            Assert.Equal((contaminated, documents), (result.Manifest.Data[0].Counts.Contaminated, result.Manifest.Data[0].Counts.Documents));
            Assert.Equal(1, result.Manifest.Data[0].Contamination!.Contaminated);
        }
    }

    /// <summary>What changed of the second copy of a layer has full rank; of the others, that of the adapters.</summary>
    [SkippableFact]
    public async Task CopiedLayersOfAGrownModel_AreTrainedInFull_AndTheRestThroughAdapters()
    {
        await RealGrown.UpscaleAsync(SolarAssets.Path("stories260K/hf"), At("grown"));

        await RealGrownTrained.TrainAsync(RealGrownTrained.Defaults with
        {
            ModelDirectory = At("grown"),
            TokenizerDirectory = SolarAssets.Path("stories260K/hf"),
            OutputDirectory = At("trained"),
            DataDirectory = _folder,
            CacheDirectory = "",
        });

        using RealGrown before = RealGrown.Load(At("grown")), after = RealGrownTrained.Load(At("trained"));
        for (int layer = 0; layer < RealGrown.LayerCount; layer++)
        {
            using var scope = NewDisposeScope();
            Tensor change = after.Layers[layer].SelfAttn.QProj.weight!.detach().@float() - before.Layers[layer].SelfAttn.QProj.weight!.detach().@float();
            Tensor values = linalg.svdvals(change);
            int rank = (int)(values > values.max() * 1e-3).sum().item<long>();
            Assert.True(layer is 4 or 5 or 6 ? rank > 16 : rank is > 0 and <= 4, $"layer {layer} changed by a matrix of rank {rank}");
        }
    }

    private AlignTuneOptions Placed(AlignTuneOptions options, string start, string output) => options with
    {
        ModelDirectory = start,
        OutputDirectory = At(output),
        DataDirectory = _folder,
        CacheDirectory = At("cache"),
        LoggingSteps = 1,
    };

    private static string HashOf(string file) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)));

    private string At(string name) => Path.Combine(_folder, name);

    private sealed class Told(Action<TrainingStep> action) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value) => action(value);
    }
}
