using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training;

/// <remarks>Alone: noise is drawn from the process's generator.</remarks>
[Collection(AloneCollection.Name)]
public sealed class NeftuneNoiseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private readonly DisposeScope _scope = NewDisposeScope();

    private readonly TinyModel _model = TrainingLoop.Model();

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
        _folder.Dispose();
    }

    /// <summary>m = 5 / √(50 · 16): all within it, and spread as an even distribution is, m / √3.</summary>
    [Fact]
    public void Noise_IsUniformWithinAlphaByTheRootOfLengthTimesWidth()
    {
        Tensor ids = randint(0, 320, [4, 50], ScalarType.Int64), plain = _model.EmbedTokens.call(ids);
        using NeftuneNoise noise = new(_model, alpha: 5);
        double most = 5 / Math.Sqrt(50 * 16);

        Tensor drawn = (_model.EmbedTokens.call(ids) - plain).detach();

        Assert.InRange(drawn.abs().max().item<float>(), 0.99 * most, 1.001 * most);
        Assert.Equal(most / Math.Sqrt(3), drawn.std().item<float>(), 0.03 * most);
        Assert.Equal(0, drawn.mean().item<float>(), 0.05 * most);
        Assert.NotEqual(Values(drawn), Values(_model.EmbedTokens.call(ids) - plain));
    }

    [Fact]
    public void Evaluation_HasNone_AndNeitherHasTheModelAfterwards()
    {
        Tensor ids = randint(0, 320, [1, 9], ScalarType.Int64), plain = _model.forward(ids);
        NeftuneNoise noise = new(_model, alpha: 5);

        _model.eval();
        Tensor evaluated = _model.forward(ids);
        _model.train();
        Tensor trained = _model.forward(ids);
        noise.Dispose();

        Assert.Equal(Values(plain), Values(evaluated));
        Assert.NotEqual(Values(plain), Values(trained));
        Assert.Equal(Values(plain), Values(_model.forward(ids)));
    }

    /// <summary>Noise is no function of the weights: the embedding's gradient is what comes from above.</summary>
    [Fact]
    public void Gradients_GoThroughIt()
    {
        using NeftuneNoise noise = new(_model, alpha: 5);

        _model.EmbedTokens.call(tensor(new long[] { 3, 3, 7 }, [1, 3])).sum().backward();

        Assert.Equal(2, _model.EmbedTokens.weight!.grad![3, 0].item<float>());
        Assert.Equal(1, _model.EmbedTokens.weight!.grad![7, 5].item<float>());
        Assert.Equal(0, _model.EmbedTokens.weight!.grad![4, 0].item<float>());
    }

    [Fact]
    public async Task RunCutOffAndResumed_HasTheSameNoise()
    {
        PretrainOptions options = TrainingLoop.Options(_folder) with { SaveSteps = 5 };
        PretrainOptions cut = options with { OutputDirectory = _folder["cut"] };
        using TinyModel whole = TrainingLoop.Model(), first = TrainingLoop.Model(), second = TrainingLoop.Model();
        using NeftuneNoise onWhole = new(whole, alpha: 5), onFirst = new(first, alpha: 5), onSecond = new(second, alpha: 5);
        var expected = new List<double>();
        var resumed = new List<double>();

        await TrainingLoop.RunAsync(whole, options, step => expected.Add(step.Loss));
        await Assert.ThrowsAsync<OperationCanceledException>(() => TrainingLoop.RunAsync(first, cut, step => _ = step.Step == 8 ? throw new OperationCanceledException() : 0));
        await TrainingLoop.RunAsync(second, cut, step => resumed.Add(step.Loss));

        Assert.Equal(expected.Skip(5), resumed);
        Assert.Equal(File.ReadAllBytes(Path.Combine(options.OutputDirectory, "model.safetensors")), File.ReadAllBytes(Path.Combine(cut.OutputDirectory, "model.safetensors")));
    }

    [Fact]
    public void StrengthThatIsNone_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => new NeftuneNoise(_model, alpha: 0));

    private static float[] Values(Tensor values) => values.detach().data<float>().ToArray();
}
