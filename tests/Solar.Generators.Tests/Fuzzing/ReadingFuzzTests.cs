using System.Diagnostics;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Solar.Generators.Tests.Fuzzing;

/// <summary>Whatever a file holds, reading and judging it never throws, takes no more than it should, and whatever is wrong has a place within the text.</summary>
public class ReadingFuzzTests(ITestOutputHelper output)
{
    [Fact]
    public void MutatedYaml_IsJudgedAndFaultedWithinTheText() => Fuzz(seed: 20260101, inputs: 15_500);

    /// <summary>The long form, from another start at every run.</summary>
    [SkippableFact]
    [Trait("Tier", "Long")]
    public void MutatedYaml_IsJudgedAndFaultedWithinTheText_Long()
    {
        LongTier.SkipUnlessWanted();
        Fuzz(LongTier.Seed, LongTier.Inputs(700_000));
    }

    private void Fuzz(int seed, int inputs)
    {
        // Programs that are right as they are lead further in than those that are wrong already.
        string[] right = [.. FuzzSeeds.Yaml.Where(text => !FrontEnd.Judge(text, "{}", new FaultLog()))];
        var yaml = new TextMutator(seed, [.. FuzzSeeds.Yaml, .. Enumerable.Repeat(right, 1 + (2 * FuzzSeeds.Yaml.Count / right.Length)).SelectMany(all => all)], Vocabularies.Words);
        var configs = new TextMutator(seed + 1, FuzzSeeds.Configs, Vocabularies.Words);
        var faults = new FaultLog();
        string config = configs.Next();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < inputs; i++)
        {
            string program = yaml.Next();
            config = i % 4 == 0 ? configs.Next() : config;
            faults.Run(program, log => log.Refused += FrontEnd.Judge(program, config, log) ? 1 : 0);
        }

        output.WriteLine($"{faults.Inputs} inputs from {FuzzSeeds.Yaml.Count} seeds, {right.Length} of them right, (start {seed}), {faults.Refused} refused, slowest {faults.Slowest.TotalMilliseconds:F0} ms, {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        Assert.True(faults.IsEmpty, faults.ToString());
        Assert.InRange(faults.Refused, inputs / 10, inputs - (inputs / 100));
    }
}
