using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime;
using Solar.Runtime.Native;
using Solar.Runtime.Tests.Layers;
using Solar.Specs;
using Solar.Testing;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Compiler.Tests.Emitting;

/// <summary>Emitted weight maps, followed on real checkpoints: what comes out is what the reference made.</summary>
[Collection(nameof(GoldenModelTests))]
public sealed class GoldenUpscalingTests : IDisposable
{
    private readonly DisposeScope _scope;
    private readonly string _folder = Directory.CreateTempSubdirectory("solar-emitted-").FullName;

    public GoldenUpscalingTests()
    {
        TorchLibrary.EnsureLoaded();
        set_num_threads(1);
        _scope = NewDisposeScope();
    }

    [SkippableTheory]
    [InlineData("golden/merge/inA", "golden/merge/out_dus", 2)]
    [InlineData("stories260K/hf", "stories260K/hf/dus/solar_m1", 1)]
    public async Task Upscale_IsTheReferenceTensorForTensor(string source, string reference, int drop)
    {
        string output = await Make(SolarAssets.Path(source), FoundPrograms.Upscale(drop, drop));

        Dictionary<string, Tensor> made = TensorFile.Read(Path.Combine(output, "model.safetensors"));
        Dictionary<string, Tensor> expected = TensorFile.Read(Path.Combine(SolarAssets.Path(reference), "model.safetensors"));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, tensor =>
        {
            Assert.Equal(tensor.Value.shape, made[tensor.Key].shape);
            Assert.Equal(tensor.Value.bytes.ToArray(), made[tensor.Key].bytes.ToArray());
        });
    }

    [SkippableTheory]
    [InlineData("solar_m1", 8, "0..4", "1..5")]
    [InlineData("solar_m2", 6, "..^2", "2..")]
    [InlineData("naive_m0", 10, "0..5", "0..5")]
    public async Task LayerRanges_ComputeWhatTheReferenceDoes(string order, int layers, params string[] ranges)
    {
        Dictionary<string, Tensor> expected = TensorFile.Read(SolarAssets.Path("stories260K/hf/dus/expected.safetensors"));
        Recipe recipe = FoundPrograms.Layers(ranges);
        string output = await Make(SolarAssets.Path("stories260K/hf"), recipe);

        Type type = EmittedAssembly.Load(FoundPrograms.Of(SolarAssets.Path("stories260K/hf"), recipe)).GetType(FoundPrograms.Grown)!;
        using ICausalLanguageModel model = type.Load(output);
        Tensor logits = model.forward(expected["input_ids"]);

        Assert.Equal(layers, type.GetField("LayerCount")!.GetValue(null));
        double distance = (logits - expected[$"logits.{order}"]).abs().max().ToDouble();
        Assert.True(distance < 1e-4, $"greatest difference {distance:g3}");
    }

    public void Dispose()
    {
        _scope.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<string> Make(string source, Recipe recipe)
    {
        Type type = EmittedAssembly.Load(FoundPrograms.Of(source, recipe)).GetType(FoundPrograms.Grown, throwOnError: true)!;
        string output = Path.Combine(_folder, "out");
        await type.UpscaleAsync(source, output);
        return output;
    }
}
