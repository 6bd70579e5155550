using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Solar.Lab.Tests.CommandLine;
using Solar.Runtime.Native;
using Solar.Runtime.Training;
using Solar.Testing;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Lab.Tests.Training;

/// <summary>An emitted loop over a real model, run with the generator's own code.</summary>
public sealed class EmittedLoopTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-loop-").FullName;

    public EmittedLoopTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        File.WriteAllLines(
            Path.Combine(_folder, "text.jsonl"),
            Enumerable.Range(0, 12).Select(i => JsonSerializer.Serialize(new { text = $"Once upon a time there were {i} cats. They sat in {i + 2} boxes and looked at the moon." })));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SkippableTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LayersComputedAgain_EndInTheSameBytes_AlsoWhereARunIsGoneOnWithThem(bool bf16)
    {
        PretrainOptions options = RealStoriesTrained.Defaults with
        {
            ModelDirectory = SolarAssets.Path("stories260K/hf"),
            DataDirectory = _folder,
            CacheDirectory = "",
            Bf16 = bf16,
        };

        List<double> plain = [], again = [], resumed = [];
        await Train(options with { OutputDirectory = At("plain") }, plain);
        await Train(options with { OutputDirectory = At("again"), GradientCheckpointing = true }, again);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Train(options with { OutputDirectory = At("cut") }, resumed, stopAfter: 3));
        await Train(options with { OutputDirectory = At("cut"), GradientCheckpointing = true }, resumed);

        Assert.Equal(6, plain.Count);
        Assert.Equal(plain, again);
        Assert.Equal(plain, resumed);
        Assert.Equal(Weights("plain"), Weights("again"));
        Assert.Equal(Weights("plain"), Weights("cut"));
        Assert.NotEqual(plain[0], plain[^1]);
    }

    private static async Task Train(PretrainOptions options, List<double> losses, int stopAfter = int.MaxValue)
    {
        using CancellationTokenSource source = new();
        await RealStoriesTrained.TrainAsync(options, new Told(step =>
        {
            losses.Add(step.Loss);
            if (step.Step == stopAfter)
            {
                source.Cancel();
            }
        }), source.Token);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private byte[] Weights(string run) => File.ReadAllBytes(Path.Combine(At(run), "model.safetensors"));

    private sealed class Told(Action<TrainingStep> action) : IProgress<TrainingStep>
    {
        public void Report(TrainingStep value) => action(value);
    }
}
