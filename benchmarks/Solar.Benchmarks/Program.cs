using System;
using System.Linq;
using Solar.Benchmarks;

// dotnet run -c Release --project benchmarks/Solar.Benchmarks [generator] [forward] [mixture] [load] [upscaling] [merges] [meta]
(string Name, Action Run)[] benchmarks =
[
    ("meta", MetaBenchmark.Run),            // first, so that its memory is its own
    ("generator", GeneratorBenchmark.Run),
    ("providers", ProviderBenchmark.Run),
    ("forward", ForwardBenchmark.Run),
    ("mixture", MixtureBenchmark.Run),
    ("load", LoadBenchmark.Run),
    ("upscaling", CheckpointBenchmark.RunUpscaling),
    ("merges", CheckpointBenchmark.RunMerges),
];

foreach ((string name, Action run) in benchmarks.Where(b => args.Length == 0 || args.Contains(b.Name)))
{
    Console.WriteLine($"== {name}");
    run();
    Console.WriteLine();
}
