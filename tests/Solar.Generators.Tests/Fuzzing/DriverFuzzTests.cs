using System;
using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using Xunit.Abstractions;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Programs of C#, YAML, configs and mergekit files through the whole driver: it never throws, it never excuses itself, and what it emits is C#.</summary>
public class DriverFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void RandomPrograms_AreEmittedOrFaultedWithinTheText() => Fuzz(seed: 20260104, inputs: 500);

    [SkippableFact]
    [Trait("Tier", "Long")]
    public void RandomPrograms_AreEmittedOrFaultedWithinTheText_Long()
    {
        LongTier.SkipUnlessWanted();
        Fuzz(LongTier.Seed, LongTier.Inputs(50_000));
    }

    private void Fuzz(int seed, int inputs)
    {
        var random = new Random(seed);
        var attributes = new AttributePrograms(seed);
        var code = new TextMutator(seed, FuzzSeeds.CSharp, Vocabularies.Words) { DeepestNesting = 30 };        // more takes C#'s own parser minutes
        var yaml = new TextMutator(seed, FuzzSeeds.Yaml, Vocabularies.Words);
        var configs = new TextMutator(seed, FuzzSeeds.Configs, Vocabularies.Words);
        var merges = new TextMutator(seed, [.. FuzzSeeds.MergeKit, "merge_method: linear\nmodels:\n  - model: A\n"], Vocabularies.Words);
        var faults = new FaultLog();
        int compiled = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < inputs; i++)
        {
            (string Path, string Text)[] files =
            [
                ("Program.cs", random.Next(3) == 0 ? attributes.Next(random.Next(1, 8)) : code.Next()),
                ("program.solar.yaml", random.Next(3) == 0 ? FuzzSeeds.Yaml[random.Next(FuzzSeeds.Yaml.Count)] : yaml.Next()),
                ("config.json", random.Next(2) == 0 ? FuzzSeeds.Configs[random.Next(FuzzSeeds.Configs.Count)] : configs.Next()),
                .. random.Next(3) == 0 ? [("soup.mergekit.yml", merges.Next())] : Array.Empty<(string, string)>(),
            ];
            string input = string.Join("\n", Array.ConvertAll(files, file => $"──── {file.Path}\n{file.Text}"));
            bool compile = i % 50 == 0;
            faults.Run(input, log =>
            {
                GeneratorRunResult result = FuzzedProgram.Run(new SolarGenerator(), files, input, log, out CSharpCompilation compilation);
                if (result.Exception is null)
                {
                    FuzzedProgram.CheckSyntax(result, input, log);
                    compiled += compile && FuzzedProgram.CheckCompiles(compilation, result, input, log) ? 1 : 0;
                    log.Refused += result.Diagnostics.Length > 0 ? 1 : 0;
                }
            });
        }

        output.WriteLine($"{faults.Inputs} programs from {FuzzSeeds.CSharp.Count} C# and {FuzzSeeds.Yaml.Count} YAML seeds (start {seed}), {faults.Refused} refused, {compiled} compiled, slowest {faults.Slowest.TotalMilliseconds:F0} ms, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        Assert.True(faults.IsEmpty, faults.ToString());
        Assert.InRange(faults.Refused, inputs / 4, inputs);
    }
}
