using System;
using System.Collections.Generic;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using Solar.Runtime.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>One optimiser step as emitted loops take it, over random tokens: batch, forward, loss, backward, clip, step.</summary>
/// <typeparam name="TModel">The model.</typeparam>
internal sealed class BenchmarkStep<TModel> : IDisposable
    where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
{
    private readonly TrainedParameters _parameters;
    private readonly AdamWOptimizer _optimizer;
    private readonly Tensor _ids;

    public BenchmarkStep(int rows, int length, ScalarType dtype = ScalarType.Float32)
    {
        manual_seed(1);
        Model = TModel.Create(new Placement(Dtype: dtype));
        _parameters = new TrainedParameters(Model);
        _optimizer = new AdamWOptimizer(_parameters, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.1);
        _ids = randint(0, 32000, [rows, length], dtype: ScalarType.Int64);
        Tokens = rows * length;
    }

    public TModel Model { get; }

    public int Tokens { get; }

    /// <summary>What the forward pass has beside the ids.</summary>
    public ForwardContext Context { get; init; } = ForwardContext.None;

    /// <summary>Whether all logits are made at once, as without the runtime's loss.</summary>
    public bool HasAllLogits { get; init; }

    /// <summary>Processor milliseconds of the parts of a step, one entry a step: forward, loss, backward, clip, optimizer.</summary>
    public Dictionary<string, List<double>> Parts { get; } = [];

    public void Run()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor hidden = null!, loss = null!;
        Part("forward", () => hidden = Model.Hidden(_ids, Context));
        Part("loss", () => loss = HasAllLogits ? AllLogits(hidden) : Losses.NextToken(hidden, Model.Head, _ids, Tokens));
        Part("backward", () => loss.backward());
        Part("clip", () =>
        {
            _parameters.Gather();
            _parameters.ClipGradNorm(1.0);
        });
        Part("optimizer", () => _optimizer.Step(learningRate: 1e-4));
        _optimizer.ZeroGrad();
    }

    /// <summary>The products of the same shapes, three for each matrix: of the forward pass, of the input's gradient and of the weight's.</summary>
    public Action Products()
    {
        ScalarType dtype = Model.parameters().First().dtype;
        bool isTied = !Model.named_parameters().Any(entry => entry.name == "lm_head.weight");
        (Tensor Input, Tensor Weight, Tensor Output)[] products =
        [
            .. Model.named_parameters().Where(entry => entry.parameter.dim() == 2 && (isTied || !entry.name.Contains("embed_tokens", StringComparison.Ordinal)))
                .Select(entry => entry.parameter.shape)
                .Select(shape => (randn(Tokens, shape[1], dtype: dtype), randn(shape[0], shape[1], dtype: dtype), randn(Tokens, shape[0], dtype: dtype))),
        ];
        return () =>
        {
            using IDisposable unrecorded = no_grad();
            foreach ((Tensor input, Tensor weight, Tensor output) in products)
            {
                nn.functional.linear(input, weight).Dispose();
                output.matmul(weight).Dispose();
                using Tensor turned = output.t();
                turned.matmul(input).Dispose();
            }
        };
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _parameters.Dispose();
        _ids.Dispose();
        Model.Dispose();
    }

    private Tensor AllLogits(Tensor hidden) =>
        nn.functional.cross_entropy(Model.Head(hidden)[.., ..^1].flatten(0, 1).to(ScalarType.Float32), _ids[.., 1..].flatten());

    private void Part(string name, Action action)
    {
        if (!Parts.TryGetValue(name, out List<double>? times))
        {
            Parts[name] = times = [];
        }

        times.Add(Alternating.ProcessorMilliseconds(action));
    }
}
