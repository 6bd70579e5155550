using System;
using System.Linq;
using Solar.Runtime.Tests.Layers;
using Solar.Runtime.Training;
using Solar.Runtime.Training.Lora;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Solar.Runtime.Tests.Training.Lora;

/// <remarks>Alone: what is dropped is drawn from the process's generator.</remarks>
[Collection(AloneCollection.Name)]
public sealed class LoraAdaptersTests : IDisposable
{
    private static readonly LoraSettings Gate = new() { Rank = 3, Alpha = 6, TargetModules = ["gate_proj"] };

    private readonly DisposeScope _scope = NewDisposeScope();

    private readonly TinyModel _model = TrainingLoop.Model();

    public void Dispose()
    {
        _scope.Dispose();
        _model.Dispose();
    }

    [Theory]
    [InlineData("q_proj", "model.layers.3.self_attn.q_proj", true)]
    [InlineData("self_attn.q_proj", "model.layers.3.self_attn.q_proj", true)]
    [InlineData("proj", "model.layers.3.self_attn.q_proj", false)]
    [InlineData("*.layers.3.*", "model.layers.3.self_attn.q_proj", true)]
    [InlineData("*.layers.3.*", "model.layers.13.self_attn.q_proj", false)]
    [InlineData("*proj", "model.layers.3.self_attn.q_proj", true)]
    [InlineData("all-linear", "model.layers.3.self_attn.q_proj", true)]
    [InlineData("all-linear", "lm_head", false)]
    [InlineData("lm_head", "lm_head", true)]
    public void Targets_AreEndsOfNamesOrPatterns(string target, string module, bool isTarget) =>
        Assert.Equal(isTarget, new LoraSettings { TargetModules = [target] }.IsTarget(module));

    [Fact]
    public void WithoutTargets_EveryMapButTheHeadIsOne()
    {
        Assert.True(new LoraSettings().IsTarget("model.layers.0.mlp.up_proj"));
        Assert.False(new LoraSettings().IsTarget("lm_head"));
    }

    [Fact]
    public void Scale_IsAlphaByTheRankOrItsRoot()
    {
        Assert.Equal(2, new LoraSettings { Rank = 16, Alpha = 32 }.Scale);
        Assert.Equal(8, new LoraSettings { Rank = 16, Alpha = 32, IsRankStabilized = true }.Scale);
    }

    /// <summary>A is within ±1/√in and of the seed; B is zero.</summary>
    [Fact]
    public void FirstValues_AreKaimingsAndZero()
    {
        using LoraAdapters first = new(_model, Gate, seed: 7), same = new(_model, Gate, seed: 7), other = new(_model, Gate, seed: 8);
        AdaptedModule module = Assert.Single(first.Modules);

        Assert.Equal([3L, 32], module.A.shape);
        Assert.Equal([16L, 3], module.B.shape);
        float[] a = module.A.data<float>().ToArray();
        Assert.All(a, value => Assert.InRange(value, -1 / Math.Sqrt(32), 1 / Math.Sqrt(32)));
        Assert.True(a.Max() > 0.15 && a.Min() < -0.15, "drawn from a narrower range");
        Assert.All(module.B.data<float>().ToArray(), value => Assert.Equal(0, value));
        Assert.Equal(a, same.Modules[0].A.data<float>().ToArray());
        Assert.NotEqual(a, other.Modules[0].A.data<float>().ToArray());
    }

    [Fact]
    public void Off_IsTheModelAsItWas_AndEndsWithItsScope()
    {
        Tensor ids = tensor(new long[] { 1, 2, 3 }, [1, 3]), before = _model.forward(ids);
        using LoraAdapters adapters = new(_model, Gate, seed: 7);
        using (no_grad())
        {
            adapters.Modules[0].B.fill_(0.1);
        }

        Tensor adapted = _model.forward(ids);
        IDisposable outer = adapters.Off(), inner = adapters.Off();
        inner.Dispose();
        inner.Dispose();
        Tensor off = _model.forward(ids);
        outer.Dispose();

        Assert.Equal(Values(before), Values(off));
        Assert.NotEqual(Values(before), Values(adapted));
        Assert.Equal(Values(adapted), Values(_model.forward(ids)));
    }

    [Fact]
    public void DisposedAdapters_LeaveTheModelAsItWas()
    {
        Tensor ids = tensor(new long[] { 1, 2, 3 }, [1, 3]), before = _model.forward(ids);
        LoraAdapters adapters = new(_model, Gate, seed: 7);
        using (no_grad())
        {
            adapters.Modules[0].B.fill_(0.1);
        }

        adapters.Dispose();

        Assert.Equal(Values(before), Values(_model.forward(ids)));
    }

    /// <summary>Half of the inputs count twice in training mode, and all once in evaluation.</summary>
    [Fact]
    public void Dropout_IsForTrainingAlone()
    {
        using LoraAdapters adapters = new(_model, Gate with { Dropout = 0.5 }, seed: 7);
        AdaptedModule module = adapters.Modules[0];
        Tensor x = ones(1000, 32);
        using (no_grad())
        {
            module.A.fill_(1);
            module.B.fill_(1);
        }

        Tensor own = nn.functional.linear(x, _model.GateProj.weight!, _model.GateProj.bias);
        _model.train();
        random.manual_seed(1);
        Tensor first = _model.GateProj.call(x) - own, second = _model.GateProj.call(x) - own;
        random.manual_seed(1);
        Tensor again = _model.GateProj.call(x) - own;
        _model.eval();
        Tensor evaluated = _model.GateProj.call(x) - own;

        Assert.True(allclose(evaluated, full_like(evaluated, 2.0 * 3 * 32), 1e-5, 1e-3));
        Assert.Equal(Values(first), Values(again));
        Assert.NotEqual(Values(first), Values(second));
        Assert.Equal(2.0 * 3 * 32, first.mean().item<float>(), 5.0);
        Assert.Equal(2.0 * 3 * Math.Sqrt(32), first.std().item<float>(), 2.0);          // each input is 0 or 2: variance 1
    }

    /// <summary>The head's logits are made chunk by chunk, and again in the backward pass: with the inputs that were dropped the first time.</summary>
    [Fact]
    public void DropoutOnTheHead_IsTheSameInTheBackwardPass()
    {
        using LoraAdapters adapters = new(_model, Gate with { Dropout = 0.5, TargetModules = ["lm_head"] }, seed: 7);
        using (no_grad())
        {
            adapters.Modules[0].B.normal_(0, 0.1);
        }

        Tensor values = randn(1, Losses.PlainRows + 100, 16), labels = randint(0, 320, [1, Losses.PlainRows + 100], ScalarType.Int64);
        Tensor hidden = values.clone().requires_grad_(true);
        random.manual_seed(1);
        Tensor loss = Losses.NextToken(hidden, _model.Head, labels, 1);
        Tensor after = rand(1);
        loss.backward();
        Tensor afterBackward = rand(1);
        float[] ofA = Values(adapters.Modules[0].A.grad!);
        adapters.Modules[0].A.grad = null;

        // The same chunks in a plain graph.
        Tensor plain = values.clone().requires_grad_(true);
        random.manual_seed(1);
        Tensor sum = zeros([]);
        for (long start = 0; start < Losses.PlainRows + 99; start += Losses.ChunkRows)
        {
            long count = Math.Min(Losses.ChunkRows, Losses.PlainRows + 99 - start);
            sum = sum + Losses.SumOf(_model.Head(plain.narrow(1, start, count).reshape(count, 16)), labels.narrow(1, start + 1, count).reshape(count));
        }

        Assert.Equal(rand(1).item<float>(), after.item<float>());
        Assert.Equal(rand(1).item<float>(), afterBackward.item<float>());
        sum.backward();
        Assert.Equal(sum.item<float>(), loss.item<float>(), 0.05);
        Assert.True(allclose(plain.grad!, hidden.grad!, 1e-4, 1e-6));
        Assert.True(allclose(adapters.Modules[0].A.grad!, tensor(ofA, adapters.Modules[0].A.shape), 1e-3, 1e-2));
    }

    [Fact]
    public void TargetThatIsNoMap_IsToldWithANameThatThereIs()
    {
        TrainingOptionException thrown = Assert.Throws<TrainingOptionException>(() => new LoraAdapters(_model, Gate with { TargetModules = ["gate_proj", "up_proj"] }, seed: 7));

        Assert.Equal(nameof(TrainingOptions.LoraTargetModules), thrown.Option);
        Assert.Contains("'up_proj', which names no linear map; they have names such as 'gate_proj'", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embedding_IsNoMap() => Assert.Throws<TrainingOptionException>(() => new LoraAdapters(_model, Gate with { TargetModules = ["embed_tokens"] }, seed: 7));

    [Fact]
    public void ModuleThatIsTrainedInFull_GetsNone()
    {
        using LoraAdapters adapters = new(_model, Gate with { TargetModules = ["gate_proj", "lm_head"] }, seed: 7, name => name == "gate_proj.bias");

        Assert.Equal(["lm_head"], adapters.Modules.Select(module => module.Name));
        TrainingOptionException thrown = Assert.Throws<TrainingOptionException>(() => new LoraAdapters(_model, Gate, seed: 7, _ => true));
        Assert.Contains("UnfrozenParameters trains all of them in full", thrown.Message, StringComparison.Ordinal);
    }

    private static float[] Values(Tensor values) => values.detach().data<float>().ToArray();
}
