using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using Solar.Runtime.Layers;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>
/// The greatest memory of a step of training, each way in a process of its own: what one leaves free would be another's. Deeper models are the
/// eight layers run several times, so that the depth grows and the parameters do not.
/// </summary>
internal static class TrainingMemoryBenchmark
{
    private const int Layers = 8;

    private static readonly (string Name, ScalarType Dtype, bool HasAllLogits, bool IsComputedAgain)[] Ways =
    [
        ("float32, all logits at once", ScalarType.Float32, true, false),
        ("float32", ScalarType.Float32, false, false),
        ("float32, gradient checkpointing", ScalarType.Float32, false, true),
        ("bfloat16", ScalarType.BFloat16, false, false),
        ("bfloat16, gradient checkpointing", ScalarType.BFloat16, false, true),
    ];

    public static void Run()
    {
        foreach ((string name, _, _, _) in Ways)
        {
            foreach (int times in new[] { 1, 3 })
            {
                using Process process = Process.Start(Environment.ProcessPath!, ["training-memory", name, times.ToString(CultureInfo.InvariantCulture)]);
                process.WaitForExit();
            }
        }
    }

    /// <summary>Measures one way, in the process of its own.</summary>
    public static void Measure(string name, int times)
    {
        set_num_threads(1);
        (_, ScalarType dtype, bool hasAllLogits, bool isComputedAgain) = Ways.Single(way => way.Name == name);
        using BenchmarkStep<Width512> step = new(rows: 16, length: 256, dtype)
        {
            HasAllLogits = hasAllLogits,
            Context = new ForwardContext
            {
                GradientCheckpointing = isComputedAgain,
                LayerOrder = [.. Enumerable.Range(0, times * Layers).Select(layer => layer % Layers)],
            },
        };
        long before = Environment.WorkingSet;
        Memory.Restart();
        double milliseconds = Alternating.ProcessorMilliseconds(step.Run);

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-36} {times * Layers,3} layers: {Memory.Greatest() / 1e6,6:F0} MB, {before / 1e6,4:F0} MB of them before the first step; {milliseconds,6:F0} ms of the processor"));
    }
}
