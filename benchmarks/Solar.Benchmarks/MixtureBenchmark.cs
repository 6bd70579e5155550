using System;
using System.Linq;
using Solar.Runtime;
using Solar.Runtime.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>A mixture of experts against the bare matrix products of the experts that were chosen, whatever the number of experts.</summary>
internal static class MixtureBenchmark
{
    private const int Tokens = 512, Hidden = 512, Intermediate = 1408, PerToken = 2;

    public static void Run()
    {
        set_num_threads(1);
        manual_seed(1);
        using Tensor tokens = randn(Tokens, Hidden);
        foreach (int experts in new[] { 8, 32 })
        {
            Measure(tokens, experts);
        }
    }

    private static void Measure(Tensor tokens, int count)
    {
        Placement placement = default(Placement).For(ScalarType.Float32, 0.02);
        Linear gate = placement.Linear(Hidden, count);
        (Linear Gate, Linear Up, Linear Down)[] experts =
        [
            .. Enumerable.Range(0, count).Select(_ => (
                placement.Linear(Hidden, Intermediate), placement.Linear(Hidden, Intermediate), placement.Linear(Intermediate, Hidden))),
        ];

        Tensor Expert(int i, Tensor x) => experts[i].Down.forward(nn.functional.silu(experts[i].Gate.forward(x)) * experts[i].Up.forward(x));
        Tensor Mixture()
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor weights, Tensor chosen) = MixtureOfExperts.Route(gate.forward(tokens), PerToken, normalize: true);
            return MixtureOfExperts.Dispatch(tokens, weights, chosen, count, Expert).MoveToOuterDisposeScope();
        }

        // As many rows for each expert as the router gives it.
        long[] rows;
        using (no_grad())
        {
            (_, Tensor chosen) = MixtureOfExperts.Route(gate.forward(tokens), PerToken, normalize: true);
            rows = chosen.reshape(-1).bincount(null, count).data<long>().ToArray();
        }

        (Tensor Narrow, Tensor Wide)[] inputs = [.. rows.Select(n => (randn(n, Hidden), randn(n, Intermediate)))];
        void Products()
        {
            for (int i = 0; i < count; i++)
            {
                nn.functional.linear(inputs[i].Narrow, experts[i].Gate.weight!).Dispose();
                nn.functional.linear(inputs[i].Narrow, experts[i].Up.weight!).Dispose();
                nn.functional.linear(inputs[i].Wide, experts[i].Down.weight!).Dispose();
            }
        }

        using (no_grad())
        {
            Alternating.Measure(
                $"mixture, {PerToken} of {count} experts, {Tokens} tokens, 1 thread",
                "the matrix products of the chosen experts alone",
                () => Mixture().Dispose(),
                Products);

            Alternating.Measure(
                $"mixture, {PerToken} of {count} experts",
                $"one dense block of {PerToken} x {Intermediate}",
                () => Mixture().Dispose(),
                Dense(placement, tokens));
        }

        Alternating.Measure(
            $"mixture, {PerToken} of {count} experts, forward and backward",
            "three times the products of the chosen experts",
            () =>
            {
                using DisposeScope scope = NewDisposeScope();
                tokens.requires_grad_();                                                  // as in the midst of a model
                Mixture().sum().backward();
            },
            () =>
            {
                using IDisposable unrecorded = no_grad();
                Products();
                Products();
                Products();
            });
    }

    private static Action Dense(Placement placement, Tensor tokens)
    {
        (Linear gate, Linear up, Linear down) = (
            placement.Linear(Hidden, PerToken * Intermediate),
            placement.Linear(Hidden, PerToken * Intermediate),
            placement.Linear(PerToken * Intermediate, Hidden));
        return () =>
        {
            using DisposeScope scope = NewDisposeScope();
            down.forward(nn.functional.silu(gate.forward(tokens)) * up.forward(tokens));
        };
    }
}
