using System;
using Solar.Runtime;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>The emitted forward pass against the bare matrix products of the same shapes.</summary>
internal static class ForwardBenchmark
{
    private const int Tokens = 256;

    public static void Run()
    {
        set_num_threads(1);
        using IDisposable inference = inference_mode();
        manual_seed(1);
        using var model = new Width512(new Placement());
        using Tensor ids = randint(0, 32000, [1, Tokens], dtype: ScalarType.Int64);

        (Tensor Input, Tensor Weight, int Times)[] products =
        [
            Product(512, 512, times: 2 * 8),            // q, o
            Product(512, 256, times: 2 * 8),            // k, v
            Product(512, 1408, times: 2 * 8),           // gate, up
            Product(1408, 512, times: 8),               // down
            Product(512, 32000, times: 1),              // head
        ];

        Alternating.Measure(
            "forward, 8 layers of width 512, 256 tokens, 1 thread",
            "its matrix products alone",
            () => model.forward(ids).Dispose(),
            () =>
            {
                foreach ((Tensor input, Tensor weight, int times) in products)
                {
                    for (int i = 0; i < times; i++)
                    {
                        nn.functional.linear(input, weight).Dispose();
                    }
                }
            });
    }

    private static (Tensor Input, Tensor Weight, int Times) Product(int inFeatures, int outFeatures, int times) =>
        (randn(Tokens, inFeatures), randn(outFeatures, inFeatures), times);
}
