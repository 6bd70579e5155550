using System;
using System.Globalization;
using System.Linq;
using Solar.Benchmarks;

// dotnet run -c Release --project benchmarks/Solar.Benchmarks [generator] [forward] [mixture] [training] [training-stories] [training-memory] [evaluation] [load] [upscaling] [merges] [meta]
(string Name, Action Run)[] benchmarks =
[
    ("meta", MetaBenchmark.Run),            // first, so that its memory is its own
    ("generator", GeneratorBenchmark.Run),
    ("providers", ProviderBenchmark.Run),
    ("forward", ForwardBenchmark.Run),
    ("mixture", MixtureBenchmark.Run),
    ("training", TrainingBenchmark.Run),
    ("training-stories", TrainingBenchmark.RunStories),
    ("training-memory", TrainingMemoryBenchmark.Run),
    ("evaluation", EvaluationBenchmark.Run),
    ("load", LoadBenchmark.Run),
    ("upscaling", CheckpointBenchmark.RunUpscaling),
    ("merges", CheckpointBenchmark.RunMerges),
];

if (args is ["training-memory", string way, string times])
{
    TrainingMemoryBenchmark.Measure(way, int.Parse(times, CultureInfo.InvariantCulture));
    return;
}

foreach ((string name, Action run) in benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    Console.WriteLine($"== {name}");
    run();
    Console.WriteLine();
}
