using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Solar.Runtime;
using static TorchSharp.torch;

namespace Solar.Benchmarks;

/// <summary>
/// A step of training against the bare matrix products of the same shapes, in float32 and bfloat16, and the workload of Hugging Face's Llama on
/// the shape of stories15M. Processor time of one thread, since the machine may have other work; two threads by the clock on the wall.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Rounds = 5;

    public static void Run()
    {
        set_num_threads(1);
        using (BenchmarkStep<Width512> single = new(rows: 4, length: 256), half = new(rows: 4, length: 256, ScalarType.BFloat16))
        {
            AgainstProducts("8 layers of width 512, 4 x 256 tokens, float32", single);
            AgainstProducts("8 layers of width 512, 4 x 256 tokens, bfloat16", half);
            Alternating.Measure("the same in bfloat16", "in float32", half.Run, single.Run, Rounds, Alternating.ProcessorMilliseconds);
        }

        using BenchmarkStep<Width512> many = new(rows: 8, length: 256);
        AgainstProducts("8 layers of width 512, 8 x 256 tokens, float32", many);
    }

    /// <summary>The workload of Hugging Face's Llama, on one thread and on two.</summary>
    public static void RunStories()
    {
        set_num_threads(1);
        using BenchmarkStep<Stories15M> stories = new(rows: 8, length: 256);
        AgainstProducts("stories15M, 8 x 256 tokens, float32", stories);
        set_num_threads(2);
        Alternating.Report("  2 threads, by the clock", [.. Enumerable.Range(0, Rounds).Select(_ => Alternating.Milliseconds(stories.Run))]);
    }

    private static void AgainstProducts<TModel>(string name, BenchmarkStep<TModel> step)
        where TModel : nn.Module, ICausalLanguageModel, IModelDefinition<TModel>
    {
        step.Parts.Clear();
        Alternating.Measure(name, "its matrix products alone, forward and backward", step.Run, step.Products(), Rounds, Alternating.ProcessorMilliseconds);
        double total = step.Parts.Values.Sum(Median);
        foreach ((string part, List<double> times) in step.Parts)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part,-56} median {Median(times),9:F2} ms  {Median(times) / total,6:P1}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {step.Tokens / total * 1000:F0} tokens/s"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
